import { type Clock, isJsonObject, type JsonValue } from '@orchard-studio/core';
import { isOutOfCredit } from './out-of-credit.ts';
import { retryAfterMs } from './retry-after.ts';

/** Who waits for an answer would rather be told than wait longer than this. */
const LONGEST_WAIT_MS = 20_000;
const TAIL_LENGTH = 64;

/** What is seen of the answers that the SDK reads. */
export interface AnswerWatch {
  /** Requests sent so far, those included that the SDK sent again. */
  sent: number;
  /** The last bytes of the answer. */
  tail: string;
  /** Called for every piece of an answer: a comment too is a sign of life. */
  hear(): void;
}

/** Whether the answer ended with the mark of chat completions. Within JSON a line cannot begin like this. */
export const sawEndMark = ({ tail }: Pick<AnswerWatch, 'tail'>): boolean =>
  /(^|\n|\r)data: ?\[DONE\]\s*$/.test(tail);

/** Adds to `fetch` what the SDK does not tell, and keeps it from trying again what is hopeless. */
export function watchedFetch(inner: typeof fetch, watch: AnswerWatch, clock: Clock): typeof fetch {
  return async (input, init) => {
    watch.sent += 1;
    watch.tail = '';
    const response = await inner(input, init);
    if (!response.ok) return refusal(response, clock.now());
    return response.body === null ? response : new Response(watched(response.body, watch), copyOf(response));
  };
}

const copyOf = ({ status, statusText, headers }: Response): ResponseInit => ({ status, statusText, headers });

/** Passes on each piece only when it is asked for: what waited in a queue would be lost when the connection is cut. */
function watched(body: ReadableStream<Uint8Array>, watch: AnswerWatch): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await reader.read();
        watch.hear();
        if (done) return controller.close();
        watch.tail = (watch.tail + Buffer.from(value.slice(-TAIL_LENGTH)).toString('latin1')).slice(
          -TAIL_LENGTH,
        );
        controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/** An answer with an error, read to its end while the time limit of the SDK still holds. */
async function refusal(response: Response, now: Date): Promise<Response> {
  const text = await response.text();
  const headers = new Headers(response.headers);
  const body = errorBody(text);
  const waitMs = retryAfterMs(headers, now) ?? 0;
  if (isOutOfCredit(body?.error) || waitMs > LONGEST_WAIT_MS) headers.set('x-should-retry', 'false');
  return new Response(body === undefined ? text : JSON.stringify(body), { ...copyOf(response), headers });
}

/** Other servers than OpenAI's put their message elsewhere: `{ message }`, `{ detail }`, `{ error: "…" }`. */
function errorBody(text: string): { readonly error: JsonValue } | undefined {
  let body: JsonValue;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isJsonObject(body)) return undefined;
  const { error = body } = body;
  if (!isJsonObject(error)) return { error: { message: error } };
  return { error: 'message' in error ? error : { ...error, message: error.detail ?? text } };
}
