import type { ExecutorOutcome, ExecutorRequest } from '@orchard-studio/core';
import { ensure, same, settled, within } from '../kit/expect.ts';
import type { Kit, KitCase } from '../kit/kit.ts';
import { boundOf, type ExecutorHarness } from './executor/executor-harness.ts';
import { type RecordingContext, recordingContext } from './executor/recording-context.ts';
import { ensureEvent, ensureOutcome } from './executor/well-formed.ts';

/** Executes the short request to its end. */
async function succeed(
  harness: ExecutorHarness,
  request: ExecutorRequest = harness.succeeding,
): Promise<{ readonly outcome: ExecutorOutcome; readonly context: RecordingContext }> {
  const context = recordingContext();
  const run = harness.executor.execute(request, context);
  const outcome = await within(boundOf(harness), run, 'The succeeding request');
  return { outcome, context };
}

/** Fails unless an aborted call ended without success: by rejecting, or with a failed outcome. */
async function ensureStopped(harness: ExecutorHarness, run: Promise<ExecutorOutcome>): Promise<void> {
  const end = await within(boundOf(harness), settled(run), 'Stopping after the abort');
  const succeeded = end.status === 'fulfilled' && end.value.status === 'succeeded';
  ensure(!succeeded, 'An aborted request must not succeed.');
}

const cases: readonly KitCase<ExecutorHarness>[] = [
  {
    id: 'describes-itself',
    title: 'names itself and the version of the port',
    run: async ({ executor }) => {
      same(executor.specVersion, 'v1', 'The version');
      ensure(executor.name.trim() !== '', 'The name must not be empty.');
    },
  },
  {
    id: 'succeeds',
    title: 'succeeds with outputs that are JSON',
    run: async (harness) => {
      const { outcome } = await succeed(harness);
      same(outcome.status, 'succeeded', 'The status');
      ensureOutcome(outcome);
    },
  },
  {
    id: 'events-well-formed',
    title: 'emits well-formed events, and none after its end',
    run: async (harness) => {
      const { context } = await succeed(harness);
      const count = context.events.length;
      for (const event of context.events) ensureEvent(event);
      await new Promise((resolve) => setImmediate(resolve));
      same(context.events.length, count, 'The number of events after the end');
    },
  },
  {
    id: 'request-untouched',
    title: 'leaves its request as it was',
    run: async (harness) => {
      const before = structuredClone(harness.succeeding);
      await succeed(harness);
      same(harness.succeeding, before, 'The request');
    },
  },
  {
    id: 'executes-again',
    title: 'succeeds again when a later attempt has the same idempotency key',
    run: async (harness) => {
      await succeed(harness);
      const { succeeding } = harness;
      const again = { ...succeeding, attempt: 2, fencingToken: succeeding.fencingToken + 1 };
      const { outcome } = await succeed(harness, again);
      same(outcome.status, 'succeeded', 'The status of the second attempt');
    },
  },
  {
    id: 'abort-before',
    title: 'stops at once when it is aborted before it begins',
    run: async (harness) => {
      const context = recordingContext(AbortSignal.abort());
      await ensureStopped(harness, harness.executor.execute(harness.longRunning, context));
    },
  },
  {
    id: 'abort-during',
    title: 'stops within the bound when it is aborted at work',
    run: async (harness) => {
      const controller = new AbortController();
      const context = recordingContext(controller.signal);
      const run = harness.executor.execute(harness.longRunning, context);
      const early = run.then(() => {
        throw new Error('The long-running request must not end by itself before it has begun.');
      });
      await within(boundOf(harness), Promise.race([context.begun, early]), 'Beginning to work');
      early.catch(() => {});
      controller.abort(new Error('Cancelled by the kit.'));
      await ensureStopped(harness, run);
    },
  },
];

/** What every `Executor` must do, shown with one short and one long request of its own. */
export const executorKit: Kit<ExecutorHarness> = { port: 'executor', cases };
