import type { Anthropic } from '@anthropic-ai/sdk';
import { type ModelEvent, type ModelRequest, OrchardError } from '@orchard-studio/core';
import { MessageReader } from './message-reader.ts';
import { messageRequest } from './message-request.ts';
import { cancelled, modelError } from './model-error.ts';
import { openStream } from './open-stream.ts';
import type { Sdk } from './sdk.ts';
import type { Settings } from './settings.ts';
import { type SilenceWatch, watchSilence } from './silence.ts';

/** One question to the model. */
export interface Question {
  readonly sdk: Sdk;
  readonly settings: Settings;
  readonly request: ModelRequest;
}

/** A whole message may be followed by the end of the connection only: it is not waited for long. */
const GOODBYE_MS = 1_000;
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 8_000;

function brokenOff({ started }: MessageReader, baseURL: string): OrchardError {
  return new OrchardError(
    'MODEL_UNAVAILABLE',
    started
      ? 'The answer of Anthropic ended before it was whole. Try again.'
      : `What answers at ${new URL(baseURL).host} sent no message. Try again, or check \`baseURL\`.`,
  );
}

/** The events of one try. Reads to the end of the answer, so that the connection can be used again. */
async function* hear(
  stream: AsyncIterable<Anthropic.RawMessageStreamEvent>,
  watch: SilenceWatch,
  { settings, request }: Question,
): AsyncGenerator<ModelEvent> {
  const reader = new MessageReader(settings.model);
  try {
    for await (const event of stream) {
      if (reader.finished) continue;
      for (const said of reader.read(event)) {
        if (request.signal?.aborted === true) throw cancelled();
        yield said;
      }
      if (reader.finished) watch.start(GOODBYE_MS);
    }
  } catch (error) {
    if (!reader.finished) throw error;
  }
  if (!reader.finished) throw brokenOff(reader, settings.baseURL);
}

/** How far a question has come. */
interface Progress {
  /** Requests that were sent. */
  tries: number;
  /** Whether the vendor began to answer the last of them. */
  opened: boolean;
  /** Whether anything of an answer was given on. */
  said: boolean;
}

async function* tryToAsk(
  question: Question,
  body: Anthropic.MessageCreateParamsStreaming,
  progress: Progress,
): AsyncGenerator<ModelEvent> {
  const { sdk, settings, request } = question;
  const watch = watchSilence(settings.clock);
  const onTry = (): void => {
    progress.tries += 1;
  };
  const retries = Math.max(0, settings.maxRetries - progress.tries);
  progress.opened = false;
  try {
    const stream = await openStream({ sdk, settings, body, retries, signal: request.signal, watch, onTry });
    progress.opened = true;
    for await (const event of hear(stream, watch, question)) {
      progress.said = true;
      yield event;
    }
  } finally {
    watch.stop();
  }
}

/** How long to wait before the next try; undefined when there is none. */
function pauseAfter(
  { retryable, retryAfterMs }: OrchardError,
  { tries, opened, said }: Progress,
  { maxRetries, maxRetryWaitMs }: Settings,
): number | undefined {
  // What failed before an answer began, the SDK has tried again already.
  if (!opened || said || !retryable || tries > maxRetries) return undefined;
  const pause = retryAfterMs ?? Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), MAX_PAUSE_MS);
  return pause > maxRetryWaitMs && retryAfterMs !== undefined ? undefined : pause;
}

/**
 * Asks until the model has said something. The SDK tries again what fails before an answer begins; here is tried again
 * what breaks off after that, as long as nothing was said.
 */
export async function* ask(question: Question): AsyncGenerator<ModelEvent> {
  const { sdk, settings, request } = question;
  const context = { settings, module: sdk.module, signal: request.signal };
  const body = messageRequest(request, settings);
  const progress: Progress = { tries: 0, opened: false, said: false };
  for (;;) {
    try {
      yield* tryToAsk(question, body, progress);
      return;
    } catch (thrown) {
      const error = modelError(thrown, context);
      const pause = pauseAfter(error, progress, settings);
      if (pause === undefined) throw error;
      settings.logger.debug(
        { adapter: 'anthropic', code: error.code, tries: progress.tries },
        'Anthropic broke off before it said anything; trying again',
      );
      await settings.clock.sleep(pause, request.signal).catch((reason: unknown) => {
        throw modelError(reason, context);
      });
    }
  }
}
