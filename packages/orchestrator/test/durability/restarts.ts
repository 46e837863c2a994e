import { expect } from 'vitest';
import type { PostgresCluster } from '../../../../test-tools/postgres.ts';
import { randomOf } from '../simulation/random.ts';
import { allEnded, Crowd, examine, startAll } from './crowd.ts';
import { PROVE, report, seedOr } from './prove.ts';
import { onPostgres } from './scene.ts';
import { randomPlan } from './trees.ts';
import { until } from './until.ts';

const SEED = seedOr(5);
const SIZE = PROVE
  ? { operations: 40, restarts: 6, steps: 20, mostMs: 300 }
  : { operations: 6, restarts: 1, steps: 10, mostMs: 80 };

/** A database whose commits survive the crash: the test server's own default is quicker. */
function durable(address: string): string {
  const url = new URL(address);
  url.searchParams.set('options', '-c synchronous_commit=on');
  return url.href;
}

/** PostgreSQL is shut down as in a crash, and started again, under two workers. */
export async function restarts(server: PostgresCluster): Promise<void> {
  const random = randomOf(SEED);
  await onPostgres(durable(await server.createDatabase()), async (scene) => {
    const crowd = new Crowd(scene, { leaseMs: 1_000 });
    for (let count = 0; count < 2; count += 1) crowd.start();
    const plans = Array.from({ length: SIZE.operations }, () => randomPlan(random, SIZE));
    const operations = await startAll(scene, plans);
    const from = performance.now();
    let downMs = 0;
    for (let restart = 1; restart <= SIZE.restarts; restart += 1) {
      const enough = (SIZE.operations * SIZE.steps * restart) / (SIZE.restarts + 2);
      await until('enough is done', () => crowd.entries.length - 2 > enough);
      const pause = PROVE ? random.below(3_000) : 200;
      await server.restart({ downMs: pause });
      downMs += pause;
    }
    await allEnded(scene, 120_000);
    const seconds = ((performance.now() - from) / 1_000).toFixed(1);
    await crowd.close();
    const { stored, faults } = await examine(scene, operations, crowd.entries);
    report(
      `Restarts, seed ${SEED}: ${operations.length} operations of ${SIZE.steps} steps, ` +
        `${SIZE.restarts} crashes of PostgreSQL, down for ${downMs} ms, ${seconds} s`,
    );
    expect(faults).toEqual([]);
    expect(stored.map(({ run }) => run.operation.status)).toEqual(operations.map(() => 'succeeded'));
  });
}
