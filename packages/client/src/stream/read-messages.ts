import { createParser, type EventSourceMessage } from 'eventsource-parser';

export interface ReadOptions {
  /** Resolves when the connection has been silent for too long; called anew for every read, aborted when data comes. */
  readonly silence: (signal: AbortSignal) => Promise<void>;
}

/**
 * The messages of one server-sent event response. Ends when the connection ends, breaks or falls silent: to the
 * caller all three mean the same, that it has to ask again from the last message it has seen.
 */
export async function* readMessages(
  body: ReadableStream<Uint8Array>,
  options: ReadOptions,
): AsyncGenerator<EventSourceMessage, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let arrived: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (message) => arrived.push(message) });
  try {
    while (true) {
      const chunk = await readOrSilence(reader, options);
      if (chunk === undefined || chunk.done) return;
      parser.feed(decoder.decode(chunk.value, { stream: true }));
      const batch = arrived;
      arrived = [];
      yield* batch;
    }
  } catch {
    // The connection broke. What had arrived of the next message is worth nothing without its end.
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

type Read = Awaited<ReturnType<ReadableStreamDefaultReader<Uint8Array>['read']>>;

async function readOrSilence(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  options: ReadOptions,
): Promise<Read | undefined> {
  const done = new AbortController();
  try {
    const silence = options.silence(done.signal).then(
      () => undefined,
      // The read was faster: its result has decided the race already.
      () => undefined,
    );
    return await Promise.race([reader.read(), silence]);
  } finally {
    done.abort();
  }
}
