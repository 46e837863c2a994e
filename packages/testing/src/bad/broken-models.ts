import { type LanguageModel, type ModelEvent, type ModelRequest, OrchardError } from '@orchard-studio/core';
import { scriptedModelHarness } from '../fakes/scripted-model-harness.ts';
import type { LanguageModelHarness } from '../kits/language-model/language-model-harness.ts';
import type { BrokenAdapter } from './broken-adapter.ts';

type Stream = LanguageModel['stream'];

const harness = (change: (stream: Stream) => Stream) => (): LanguageModelHarness =>
  scriptedModelHarness({}, (model) => ({ ...model, stream: change((request) => model.stream(request)) }));

/** Changes each event, or leaves it out. */
const mapped = (change: (event: ModelEvent) => ModelEvent | undefined): (() => LanguageModelHarness) =>
  harness(
    (stream) =>
      async function* (request: ModelRequest) {
        for await (const event of stream(request)) {
          const changed = change(event);
          if (changed !== undefined) yield changed;
        }
      },
  );

/** Collects everything, and gives it in one go. */
const waitsForTheEnd = harness(
  (stream) =>
    async function* (request) {
      const events: ModelEvent[] = [];
      for await (const event of stream(request)) events.push(event);
      yield* events;
    },
);

/** A stream that broke off had an end, somehow. */
const endsWell = harness(
  (stream) =>
    async function* (request) {
      try {
        yield* stream(request);
      } catch (error) {
        if (!(error instanceof OrchardError) || error.code !== 'MODEL_UNAVAILABLE') throw error;
        const usage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };
        yield { type: 'finish', reason: 'stop', usage, model: 'scripted-1' };
      }
    },
);

const startsEarly = harness((stream) => (request) => {
  const events = stream(request)[Symbol.asyncIterator]();
  let first: Promise<IteratorResult<ModelEvent>> | undefined = events.next();
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => {
        const result = first ?? events.next();
        first = undefined;
        return result;
      },
      return: async () => (await events.return?.()) ?? { done: true as const, value: undefined },
    }),
  };
});

const withoutSignal = harness(
  (stream) =>
    ({ signal: _, ...request }) =>
      stream(request),
);

/** Language models that the kit must refuse. */
export const brokenModels: readonly BrokenAdapter<LanguageModelHarness>[] = [
  {
    fault: 'gives everything at once in the end',
    caughtBy: [
      ...['breaks-off-cut', 'breaks-off-end', 'breaks-off-error', 'breaks-off-nonsense'],
      ...['silence', 'left', 'aborted'],
    ],
    make: waitsForTheEnd,
  },
  {
    fault: 'takes a broken stream for a whole one',
    caughtBy: ['breaks-off-cut', 'breaks-off-end', 'breaks-off-error', 'breaks-off-nonsense', 'unavailable'],
    make: endsWell,
  },
  { fault: 'asks before anybody listens', caughtBy: ['asks-nothing-early'], make: startsEarly },
  {
    fault: 'does not know of the signal',
    caughtBy: ['aborted-before', 'aborted', 'aborted-while-waiting'],
    make: withoutSignal,
  },
  {
    fault: 'takes every end for a good one',
    caughtBy: ['cut-short', 'refuses', 'calls-tools'],
    make: mapped((event) => (event.type === 'finish' ? { ...event, reason: 'stop' } : event)),
  },
  {
    fault: 'counts no tokens of caches',
    caughtBy: ['says-text'],
    make: mapped((event) =>
      event.type === 'finish' ? { ...event, usage: { ...event.usage, cacheReadTokens: 0 } } : event,
    ),
  },
  {
    fault: 'drops what is not ASCII',
    caughtBy: ['says-text', 'calls-tools', 'pieces'],
    make: mapped((event) =>
      event.type === 'text' || event.type === 'tool-input'
        ? { ...event, delta: event.delta.replaceAll(/[^\n -~]/gu, '') }
        : event,
    ),
  },
];
