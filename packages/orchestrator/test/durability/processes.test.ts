import { afterAll, beforeAll, describe, it } from 'vitest';
import { type PostgresCluster, startPostgres } from '../../../../test-tools/postgres.ts';
import { clocks } from './clocks.ts';
import { PROVE } from './prove.ts';
import { restarts } from './restarts.ts';
import { storm } from './storm.ts';
import { zombie } from './zombie.ts';

let server: PostgresCluster;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

describe('worker processes on PostgreSQL', {
  timeout: PROVE ? 1_200_000 : 180_000,
  concurrent: !PROVE,
}, () => {
  it('are killed at random: no result is lost, none is repeated', async () => {
    await storm(await server.createDatabase());
  });

  it('stand still until another took over: they write nothing more, and their executors stop', async () => {
    await zombie(await server.createDatabase());
  });

  it('have clocks that are an hour wrong: no harm is done', async () => {
    await clocks(await server.createDatabase());
  });
});

it('worker processes live on when PostgreSQL crashes under them', { timeout: 600_000 }, () =>
  restarts(server),
);
