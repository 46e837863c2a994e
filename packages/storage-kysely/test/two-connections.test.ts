import { join } from 'node:path';
import { sha256Hex } from '@orchard-studio/core';
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

it('gives a ticket to one of many that take it by two connections at the same time', async () => {
  const path = join(freshFolder({ defer: onTestFinished }), 'orchard.db');
  const [one, two] = [createSqliteStorage({ path }), createSqliteStorage({ path })];
  for (const storage of [one, two]) onTestFinished(() => storage.close());
  await one.migrate();
  const { tenantId, nextInstant } = createRecords();
  for (let round = 0; round < 10; round += 1) {
    const hash = sha256Hex(`ticket ${round}`);
    const now = nextInstant();
    await two.tickets.putTicket({ hash, tenantId, userId: 'ann', now, expiresAt: nextInstant() });
    const takes = Array.from({ length: 20 }, (_, at) =>
      (at % 2 === 0 ? one : two).tickets.takeTicket({ hash, now }),
    );
    const won = (await Promise.all(takes)).filter((taken) => taken !== undefined);
    expect(won).toEqual([{ tenantId, userId: 'ann' }]);
  }
});
