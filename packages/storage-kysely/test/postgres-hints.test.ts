import { createRecords } from '@orchard-studio/testing';
import { Client } from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { createPostgresHints } from '../src/postgres/index.ts';
import { testDatabase } from './fresh-postgres.ts';

async function hintsOn(channel: string) {
  const hints = createPostgresHints({ connectionString: await testDatabase(), channel });
  onTestFinished(() => hints.close());
  return hints;
}

async function listener(channel: string) {
  const client = new Client({ connectionString: await testDatabase() });
  await client.connect();
  onTestFinished(() => client.end());
  const heard: string[] = [];
  client.on('notification', ({ payload }) => heard.push(payload ?? ''));
  await client.query(`LISTEN "${channel}"`);
  return { client, heard };
}

const soon = { interval: 5, timeout: 10_000 };

it('tells other processes, and this one at once, until the subscription ends', async () => {
  const [here, there] = await Promise.all([hintsOn('one'), hintsOn('one')]);
  const { operation } = createRecords();
  const [id, other] = [operation().id, operation().id];
  const counts = { here: 0, there: 0, other: 0 };
  here.subscribe(id, () => (counts.here += 1));
  const stop = there.subscribe(id, () => (counts.there += 1));
  there.subscribe(other, () => (counts.other += 1));
  here.notify(id);
  expect(counts.here).toBe(1);
  await expect
    .poll(() => {
      here.notify(id);
      return counts.there;
    }, soon)
    .toBeGreaterThan(1);
  stop();
  const before = counts.there;
  here.notify(other);
  await expect.poll(() => counts.other, soon).toBeGreaterThan(0);
  expect(counts.there).toBe(before);
});

it('sends one message for many hints', async () => {
  const { heard } = await listener('two');
  const hints = await hintsOn('two');
  const { operation } = createRecords();
  const [id, other] = [operation().id, operation().id];
  for (let time = 0; time < 1_000; time += 1) hints.notify(id);
  hints.notify(other);
  await expect.poll(() => heard.join(' '), soon).toContain(other);
  expect(heard).toHaveLength(1);
  expect(heard[0]?.split(id)).toHaveLength(2);
});

it('makes a lost connection again and then lets everybody look', async () => {
  const { client, heard } = await listener('three');
  const hints = await hintsOn('three');
  const { operation } = createRecords();
  const id = operation().id;
  let count = 0;
  hints.subscribe(id, () => (count += 1));
  await expect.poll(() => count, soon).toBe(1);
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND pid <> pg_backend_pid()`,
  );
  await expect.poll(() => count, soon).toBe(2);
  hints.notify(id);
  await expect.poll(() => heard.join(' '), soon).toContain(id);
});
