import { silentLogger } from '@orchard-studio/core';
import { createManualClock } from '@orchard-studio/testing';
import { expect, it } from 'vitest';
import { Upkeep } from '../../src/upkeep/upkeep.ts';

it('works at once and then once a day, also after a failure, until it is closed', async () => {
  const clock = createManualClock();
  const at: string[] = [];
  const upkeep = new Upkeep({
    clock,
    logger: silentLogger,
    work: async () => {
      at.push(clock.now().toISOString().slice(0, 10));
      if (at.length === 2) throw new Error('The disk is full.');
      return {};
    },
  });
  upkeep.start();
  await clock.untilSleeping();
  expect(at).toEqual(['2026-01-01']);
  await clock.advance(2 * 24 * 60 * 60 * 1_000);
  expect(at).toEqual(['2026-01-01', '2026-01-02', '2026-01-03']);
  await upkeep.close();
  expect(clock.sleepers).toBe(0);
});

it('tells the work that it is closed, and waits for its end', async () => {
  let ended = false;
  const upkeep = new Upkeep({
    clock: createManualClock(),
    logger: silentLogger,
    work: (signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          ended = true;
          resolve({});
        });
      }),
  });
  upkeep.start();
  await upkeep.close();
  expect(ended).toBe(true);
});
