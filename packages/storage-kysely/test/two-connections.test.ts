import { join } from 'node:path';
import { createRecords } from '@orchard-studio/testing';
import { expect, it, onTestFinished } from 'vitest';
import { createSqliteStorage } from '../src/index.ts';
import { freshFolder } from './fresh-storage.ts';

it('keeps the log gap-free and versions single when two connections write one file', async () => {
  const path = join(freshFolder({ defer: onTestFinished }), 'orchard.db');
  const [one, two] = [createSqliteStorage({ path }), createSqliteStorage({ path })];
  for (const storage of [one, two]) onTestFinished(() => storage.close());
  await one.migrate();
  const records = createRecords();
  const made = records.newOperation();
  const operationId = made.operation.id;
  await one.operations.createOperation(made);
  let wins = 0;
  for (let version = 0; version < 20; version += 1) {
    const outcomes = await Promise.allSettled(
      [one, two].map((storage) =>
        storage.operations.commitTransition({
          operationId,
          ifVersion: version,
          steps: [],
          events: [records.event()],
        }),
      ),
    );
    wins += outcomes.filter(({ status }) => status === 'fulfilled').length;
  }
  expect(wins).toBe(20);
  const events = await two.operations.listEvents({ operationId, after: 0 });
  expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 21 }, (_, at) => at + 1));
});
