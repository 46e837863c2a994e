import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  EMPTY_OPERATION,
  type OperationState,
  reduceOperation,
  statusOf,
} from '../src/react/operation-state.ts';
import { event, OPERATION_ID, operation } from './fixtures.ts';

const read = (state: OperationState, ...view: Parameters<typeof operation>): OperationState =>
  reduceOperation(state, { type: 'read', view: operation(...view) });

const add = (state: OperationState, ...events: readonly ReturnType<typeof event>[]): OperationState =>
  reduceOperation(state, { type: 'events', events, maxLogs: 5 });

test('however events are batched and repeated, the state is the same and the log stays bounded', () => {
  const events = Array.from({ length: 30 }, (_, index) => event(index + 1));
  const whole = reduceOperation(EMPTY_OPERATION, { type: 'events', events, maxLogs: 5 });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: 29 }), fc.nat({ max: 6 }))), (repeats) => {
      let state = EMPTY_OPERATION;
      let next = 0;
      for (const [from, length] of [...repeats, [0, 30]] satisfies readonly (readonly [number, number])[]) {
        // A batch may start in what is known already, never behind it.
        const start = Math.min(from, next);
        state = reduceOperation(state, {
          type: 'events',
          events: events.slice(start, start + length),
          maxLogs: 5,
        });
        next = Math.max(next, start + length);
      }
      expect(state).toEqual(whole);
    }),
  );
  expect(whole.logs.map(({ seq }) => seq)).toEqual([26, 27, 28, 29, 30]);
  expect(whole.droppedLogs).toBe(25);
});

const OPENED = reduceOperation(EMPTY_OPERATION, { type: 'opened', operationId: OPERATION_ID });

test('the status follows whichever is newer, the read or the events', () => {
  expect(statusOf(EMPTY_OPERATION)).toBeUndefined();
  const running = add(read(OPENED, 'running', 0), event(1));
  expect(statusOf(running)).toBe('running');
  const cancelling = add(running, event(2, { type: 'cancel' }));
  expect(statusOf(cancelling)).toBe('cancelling');
  const cancelled = add(cancelling, event(3, { type: 'complete', status: 'cancelled' }));
  expect(statusOf(cancelled)).toBe('cancelled');
  const resumed = read(cancelled, 'running', 4);
  expect(statusOf(resumed)).toBe('running');
  const again = add(resumed, event(4, { type: 'operation', status: 'in_progress' }), event(5));
  expect(statusOf(again)).toBe('running');
  expect(statusOf(add(again, event(6, { type: 'complete', status: 'complete' })))).toBe('succeeded');
  // The page was loaded after the end: the log has not arrived yet.
  expect(statusOf(read(OPENED, 'failed', 40))).toBe('failed');
});

test('the log holds lines, errors of steps and retries, with their level', () => {
  const state = add(
    EMPTY_OPERATION,
    event(1, { data: { level: 'debug' }, step: 'plan' }),
    event(2, { type: 'step', status: 'retrying', message: 'again' }),
    event(3, { type: 'error', step: 'plan', message: 'broke' }),
    event(4, { type: 'error', message: 'broke' }),
    event(5, { type: 'phase', phase: 'spec', status: 'complete' }),
  );
  expect(state.logs.map(({ seq, level }) => [seq, level])).toEqual([
    [1, 'debug'],
    [2, 'warn'],
    [3, 'error'],
  ]);
});
