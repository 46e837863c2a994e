import { isOrchardError } from '@orchard-studio/core';
import { ensure, same, within } from '../../kit/expect.ts';
import type { KitCase } from '../../kit/kit.ts';
import { boundOf, type LanguageModelHarness } from './language-model-harness.ts';
import { listen, modelRequest } from './listen.ts';

const isCancelled = (error: unknown): boolean => isOrchardError(error) && error.code === 'CANCELLED';

/** Resolves once the server has seen that nobody listens to its `at`th answer any more. */
async function letGo(harness: LanguageModelHarness, at = 0): Promise<void> {
  const request = harness.received[at];
  if (request === undefined) throw new Error('The server got no request.');
  await within(boundOf(harness), request.ended, 'Letting go of the vendor');
}

/** Somebody who no longer wants the answer. */
export const stoppingCases: readonly KitCase<LanguageModelHarness>[] = [
  {
    id: 'aborted-before',
    title: 'sends nothing when it was aborted before',
    run: async (harness) => {
      const { model, answer } = harness;
      answer({ says: [{ text: 'Yes.' }] });
      const { error } = await listen(model, modelRequest({ signal: AbortSignal.abort() }));
      ensure(isCancelled(error), 'An aborted request must end with CANCELLED.');
      same(harness.received.length, 0, 'The number of requests');
    },
  },
  {
    id: 'aborted',
    title: 'stops at once when it is aborted, and lets go of the vendor',
    run: async (harness) => {
      harness.answer({ says: [{ text: 'I will add tasks with' }], fault: { kind: 'silence' } });
      const abort = new AbortController();
      const stream = harness.model.stream(modelRequest({ signal: abort.signal }));
      const read = async (): Promise<unknown> => {
        try {
          for await (const event of stream) if (event.type === 'text') abort.abort();
          return undefined;
        } catch (error) {
          return error;
        }
      };
      ensure(isCancelled(await within(boundOf(harness), read(), 'The end')), 'It must end with CANCELLED.');
      await letGo(harness);
      same(harness.received.length, 1, 'The number of requests');
    },
  },
  {
    id: 'aborted-while-waiting',
    title: 'does not wait for the next try when it is aborted',
    run: async (harness) => {
      harness.answer({ fault: { kind: 'status', status: 429, retryAfterSeconds: 60 } });
      const abort = new AbortController();
      const heard = listen(harness.model, modelRequest({ signal: abort.signal }));
      while (harness.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      setTimeout(() => abort.abort(), 50);
      const { error } = await within(boundOf(harness), heard, 'The end');
      // One that does not wait so long has given up by then.
      const gaveUp = isOrchardError(error) && error.code === 'MODEL_RATE_LIMITED';
      ensure(isCancelled(error) || gaveUp, 'It must end with CANCELLED, or have given up.');
      same(harness.received.length, 1, 'The number of requests');
    },
  },
  {
    id: 'left',
    title: 'lets go of the vendor when nobody reads on',
    run: async (harness) => {
      harness.answer({ says: [{ text: 'I will add tasks with' }], fault: { kind: 'silence' } });
      const leave = async (): Promise<void> => {
        for await (const event of harness.model.stream(modelRequest())) if (event.type === 'text') break;
      };
      await within(boundOf(harness), leave(), 'Leaving');
      await letGo(harness);
    },
  },
];
