import { setTimeout as pause } from 'node:timers/promises';
import { createManualClock } from '@orchard-studio/testing';
import { expect, it } from 'vitest';
import { Deadlines } from '../src/run/deadlines.ts';

it('calls back in time, the earliest first, and not for what ended before', async () => {
  const clock = createManualClock();
  const deadlines = new Deadlines(clock);
  const over: string[] = [];
  deadlines.set(500, () => over.push('late'));
  const inTime = deadlines.set(300, () => over.push('never'));
  deadlines.set(100, () => over.push('early'));
  await clock.untilSleeping();
  inTime();
  await clock.advance(100);
  expect(over).toEqual(['early']);
  await clock.advance(400);
  expect(over).toEqual(['early', 'late']);
});

it('keeps to the time that passed when the clock is set', async () => {
  let setBy = 0;
  const started = performance.now();
  const deadlines = new Deadlines({
    now: () => new Date(1e12 + performance.now() + setBy),
    sleep: async (ms, signal) => pause(ms, undefined, { signal }),
  });
  const over: number[] = [];
  const ended = Promise.withResolvers<void>();
  deadlines.set(40, () => over.push(1));
  deadlines.set(80, () => {
    over.push(performance.now() - started);
    ended.resolve();
  });
  setBy = -3_600_000;
  await ended.promise;
  expect(over).toHaveLength(2);
  expect(over[1]).toBeGreaterThanOrEqual(75);
});
