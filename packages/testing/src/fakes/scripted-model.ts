import { type LanguageModel, type ModelEvent, type ModelRequest, OrchardError } from '@orchard-studio/core';
import {
  bitsOf,
  type ModelFault,
  type ModelScript,
  wholeScript,
} from '../kits/language-model/model-script.ts';

export interface ScriptedModelOptions {
  /** Whether it sees pictures. Default: true. */
  readonly images?: boolean;
  /** How long it waits when its script falls silent, in milliseconds. Default: 300. */
  readonly silenceMs?: number;
}

/** A model that says what a script tells it to. */
export interface ScriptedModel extends LanguageModel {
  /** What it was asked, in order; `ended` resolves when nobody listens any more. */
  readonly asked: readonly { readonly request: ModelRequest; readonly ended: Promise<void> }[];
}

const TRIES = 3;

type StatusFault = Extract<ModelFault, { kind: 'status' }>;

const isBusy = ({ status }: StatusFault): boolean => status === 429 || status >= 500;

function errorOf({ status, retryAfterSeconds }: StatusFault): OrchardError {
  const wait = retryAfterSeconds === undefined ? {} : { retryAfterMs: retryAfterSeconds * 1_000 };
  if (status === 429) return new OrchardError('MODEL_RATE_LIMITED', 'Too many requests.', wait);
  if (status >= 500) return new OrchardError('MODEL_UNAVAILABLE', `The model answered with ${status}.`);
  return new OrchardError('MODEL_REJECTED', `The model answered with ${status}.`);
}

const cancelled = (): OrchardError => new OrchardError('CANCELLED', 'The request was cancelled.');

/** Resolves after the time; rejects at once when the signal aborts. */
function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(cancelled());
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

function* said({ says = [] }: ModelScript): Generator<ModelEvent> {
  for (const line of says) {
    if ('text' in line) {
      for (const delta of bitsOf(line.text)) yield { type: 'text', delta };
    } else {
      yield { type: 'tool', name: line.tool };
      for (const delta of bitsOf(line.input)) yield { type: 'tool-input', delta };
    }
  }
}

/**
 * A model for tests: what it answers is computed from what it is asked. It fails as its scripts say, as a real one would,
 * but it knows no bytes: `pieceBytes` changes nothing.
 *
 * @param answer - what it answers to the request, and its number (from 1)
 *
 * @example
 * const model = createScriptedModel(() => ({
 *   says: [{ text: 'A task tracker, then.' }, { tool: 'change_plan', input: '{"operations":[]}' }],
 * }));
 */
export function createScriptedModel(
  answer: (request: ModelRequest, number: number) => ModelScript,
  { images = true, silenceMs = 300 }: ScriptedModelOptions = {},
): ScriptedModel {
  const asked: { readonly request: ModelRequest; readonly ended: Promise<void> }[] = [];

  async function* play(script: ModelScript, signal: AbortSignal | undefined): AsyncGenerator<ModelEvent> {
    const { fault, finish, usage } = wholeScript(script);
    for (const event of said(script)) {
      // As from a network: others have their turn.
      await Promise.resolve();
      if (signal?.aborted === true) throw cancelled();
      yield event;
    }
    if (fault?.kind === 'silence') {
      await pause(silenceMs, signal);
      throw new OrchardError('TIMEOUT', 'The model fell silent.');
    }
    if (fault !== undefined) throw new OrchardError('MODEL_UNAVAILABLE', 'The model broke off.');
    yield { type: 'finish', reason: finish, usage, model: 'scripted-1' };
  }

  async function* stream(request: ModelRequest): AsyncGenerator<ModelEvent> {
    const { signal } = request;
    for (let tries = 1; ; tries += 1) {
      if (signal?.aborted === true) throw cancelled();
      const { promise: ended, resolve: end } = Promise.withResolvers<void>();
      asked.push({ request, ended });
      const script = answer(request, asked.length);
      try {
        if (script.fault?.kind !== 'status') {
          yield* play(script, signal);
          return;
        }
        const { fault } = script;
        if (tries === TRIES || !isBusy(fault)) throw errorOf(fault);
        await pause((fault.retryAfterSeconds ?? 0) * 1_000, signal);
      } finally {
        end();
      }
    }
  }

  return {
    specVersion: 'v1',
    name: 'scripted',
    model: 'scripted',
    capabilities: { images, strictTools: true },
    asked,
    stream,
  };
}
