import type { ModelEvent, OrchardError } from '@orchard-studio/core';
import type { APIPromise, OpenAI } from 'openai';
import { createClient } from './client.ts';
import type { Connection } from './connection.ts';
import { cancelled, fellSilent, modelError } from './model-errors.ts';
import { refuseNoStream } from './refuse-no-stream.ts';
import { SilenceWatch } from './silence-watch.ts';
import { sawEndMark, watchedFetch } from './watched-fetch.ts';

const PAUSE_MS = 500;

/** What differs between the vendor's interfaces. */
interface Wire<Item> {
  /** Sends the request. */
  open(
    client: OpenAI,
    options: { readonly signal: AbortSignal; readonly maxRetries: number },
  ): APIPromise<AsyncIterable<Item>>;
  /** Makes events of what comes; `sawEnd` tells whether the stream said itself that it has ended. */
  read(items: AsyncIterable<Item>, sawEnd: () => boolean): AsyncIterable<ModelEvent>;
}

interface Question<Item> {
  readonly connection: Connection;
  readonly wire: Wire<Item>;
  readonly signal: AbortSignal | undefined;
}

/** One request, which the SDK may send several times until it is answered. */
class Attempt<Item> {
  readonly #question: Question<Item>;
  readonly #abort = new AbortController();
  readonly #silence: SilenceWatch;
  readonly #answer = { sent: 0, tail: '', hear: () => this.#silence.hear() };
  #answered = false;

  constructor(question: Question<Item>) {
    this.#question = question;
    const { clock, silenceMs } = question.connection;
    this.#silence = new SilenceWatch({ clock, silenceMs, onSilence: () => this.#abort.abort() });
  }

  get sent(): number {
    return this.#answer.sent;
  }

  /** Whether a stream began. Before, the SDK decides whether to try again. */
  get answered(): boolean {
    return this.#answered;
  }

  async *events(maxRetries: number): AsyncGenerator<ModelEvent> {
    const { connection, wire, signal } = this.#question;
    const stop = (): void => this.#abort.abort();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      if (signal?.aborted === true) throw cancelled();
      const client = await createClient(
        connection,
        watchedFetch(connection.fetch, this.#answer, connection.clock),
      );
      const { data, response } = await wire
        .open(client, { signal: this.#abort.signal, maxRetries })
        .withResponse();
      this.#silence.wait();
      await refuseNoStream(response, connection);
      this.#answered = true;
      yield* wire.read(this.#heard(data), () => sawEndMark(this.#answer));
    } catch (error) {
      throw this.#stopped() ?? (await modelError(error, connection));
    } finally {
      signal?.removeEventListener('abort', stop);
      this.#silence.end();
      this.#abort.abort();
    }
  }

  /** The SDK ends a stream without a word when it is aborted. */
  async *#heard(items: AsyncIterable<Item>): AsyncGenerator<Item> {
    this.#silence.wait();
    for await (const item of items) {
      this.#silence.rest();
      yield item;
      this.#silence.wait();
    }
    const stopped = this.#stopped();
    if (stopped !== undefined) throw stopped;
  }

  #stopped(): OrchardError | undefined {
    if (this.#question.signal?.aborted === true) return cancelled();
    return this.#silence.silent ? fellSilent(this.#question.connection) : undefined;
  }
}

/**
 * Asks, and asks again when it fails before the first event came. The SDK does so until a stream begins; a stream that
 * breaks before it says anything is tried again here. Both together use `maxRetries`.
 *
 * @throws the errors of `LanguageModel`
 */
export async function* ask<Item>(question: Question<Item>): AsyncGenerator<ModelEvent> {
  const { connection, signal } = question;
  for (let left = connection.maxRetries; ; ) {
    const attempt = new Attempt(question);
    let begun = false;
    try {
      for await (const event of attempt.events(left)) {
        begun = true;
        yield event;
      }
      return;
    } catch (error) {
      const told = await modelError(error, connection);
      left -= attempt.sent;
      if (begun || !attempt.answered || !told.retryable || left < 0) throw told;
    }
    await connection.clock.sleep(PAUSE_MS, signal).catch(() => {
      throw cancelled();
    });
  }
}
