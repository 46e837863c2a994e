import { type ErrorCode, isOrchardError, type OrchardError } from '@orchard-studio/core';
import { ensure, same, within } from '../../kit/expect.ts';
import type { KitCase } from '../../kit/kit.ts';
import { boundOf, type LanguageModelHarness } from './language-model-harness.ts';
import { type Heard, hear, listen, modelRequest } from './listen.ts';
import type { ModelFault } from './model-script.ts';

const status = (
  code: Extract<ModelFault, { kind: 'status' }>['status'],
  retryAfterSeconds?: number,
): ModelFault => ({
  kind: 'status',
  status: code,
  ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
});

/** Fails unless it ends with this error, which does not tell the key; gives what was said before. */
async function fails(
  harness: LanguageModelHarness,
  code: ErrorCode,
): Promise<Heard & { readonly error: OrchardError }> {
  const heard = await within(boundOf(harness), listen(harness.model, modelRequest()), `The end with ${code}`);
  const { error } = heard;
  if (!isOrchardError(error) || error.code !== code)
    throw new Error(`It must end with ${code}, not with ${String(error)}.`, { cause: error });
  const told = `${error.message} ${JSON.stringify(error.details)} ${error.stack ?? ''}`;
  ensure(harness.secret === undefined || !told.includes(harness.secret), 'An error must not tell the key.');
  return { ...heard, error };
}

/** A vendor that fails. */
export const failingCases: readonly KitCase<LanguageModelHarness>[] = [
  {
    id: 'tries-again',
    title: 'tries again when the vendor was busy, and says everything once',
    run: async (harness) => {
      const { model, answer } = harness;
      answer({ fault: status(429, 0) }, { fault: status(503) }, { says: [{ text: 'Yes.' }] });
      same(
        (await within(boundOf(harness), hear(model, modelRequest()), 'The answer')).text,
        'Yes.',
        'The text',
      );
      same(harness.received.length, 3, 'The number of requests');
      answer({ fault: status(529) }, { says: [{ text: 'Yes.' }] });
      same(
        (await within(boundOf(harness), hear(model, modelRequest()), 'The answer')).text,
        'Yes.',
        'The text',
      );
    },
  },
  {
    id: 'rate-limited',
    title: 'gives up when the limit stays, and says how long to wait',
    run: async (harness) => {
      harness.answer({ fault: status(429, 0) }, { fault: status(429, 0) }, { fault: status(429, 7) });
      const { error } = await fails(harness, 'MODEL_RATE_LIMITED');
      same([error.retryable, error.retryAfterMs], [true, 7_000], 'Whether and when to try again');
      same(harness.received.length, 3, 'The number of requests');
    },
  },
  {
    id: 'unavailable',
    title: 'gives up when the vendor stays out of order',
    run: async (harness) => {
      harness.answer({ fault: status(500) });
      same((await fails(harness, 'MODEL_UNAVAILABLE')).error.retryable, true, 'Whether to try again');
      same(harness.received.length, 3, 'The number of requests');
    },
  },
  {
    id: 'rejected',
    title: 'tries once only what the vendor will never take',
    run: async (harness) => {
      for (const code of [400, 401, 403, 404, 413] as const) {
        const before = harness.received.length;
        harness.answer({ fault: status(code) });
        same((await fails(harness, 'MODEL_REJECTED')).error.retryable, false, 'Whether to try again');
        same(harness.received.length - before, 1, `The number of requests after ${code}`);
      }
    },
  },
  ...(['error', 'end', 'cut', 'nonsense'] as const).map(
    (kind): KitCase<LanguageModelHarness> => ({
      id: `breaks-off-${kind}`,
      title: {
        error: 'gives what was said before an error in the stream, and does not ask again',
        end: 'takes a stream without an end for a broken one',
        cut: 'gives what was said before the connection was cut',
        nonsense: 'takes a stream that is none for a broken one',
      }[kind],
      run: async (harness) => {
        harness.answer({ says: [{ text: 'I will add tasks with a title' }], fault: { kind } });
        const { text, finish, error } = await fails(harness, 'MODEL_UNAVAILABLE');
        same([text, finish], ['I will add tasks with a title', undefined], 'What was said');
        same([error.retryable, harness.received.length], [true, 1], 'Whether to try again, and the requests');
      },
    }),
  ),
  {
    id: 'silence',
    title: 'gives up a vendor that falls silent, and lets go of it',
    run: async (harness) => {
      harness.answer({ says: [{ text: 'I will add tasks with' }], fault: { kind: 'silence' } });
      const { text } = await fails(harness, 'TIMEOUT');
      same(text, 'I will add tasks with', 'What was said');
      await within(boundOf(harness), harness.received[0]?.ended ?? Promise.resolve(), 'Letting go');
    },
  },
];
