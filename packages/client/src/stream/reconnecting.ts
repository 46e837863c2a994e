import { type Clock, isOrchardError } from '@orchard-studio/core';
import type { EventSourceMessage } from 'eventsource-parser';
import { backoffMs } from './backoff.ts';
import { readMessages } from './read-messages.ts';
import type { StreamState } from './stream-state.ts';

/** Time and chance, injected. */
export interface StreamTiming {
  readonly sleep: Clock['sleep'];
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** A connection that says nothing for so long, not even a comment, is taken for dead. */
  readonly idleMs: number;
}

/** How a connection ended: there is nothing more to come, or it is to be opened again. */
export type Ending = 'ended' | 'lost';

export interface Reconnecting<Item> {
  readonly timing: StreamTiming;
  readonly signal: AbortSignal | undefined;
  readonly onState: ((state: StreamState) => void) | undefined;
  /** Opens a connection where the last one broke off. */
  readonly open: () => Promise<Response>;
  /** Reads one connection. */
  readonly read: (messages: AsyncIterable<EventSourceMessage>) => AsyncGenerator<Item, Ending, undefined>;
}

class Loop<Item> {
  readonly #request: Reconnecting<Item>;
  #failures = 0;
  #retryAfterMs = 0;
  #state: StreamState | undefined;

  constructor(request: Reconnecting<Item>) {
    this.#request = request;
  }

  async *items(): AsyncGenerator<Item, void, undefined> {
    const { signal } = this.#request;
    this.#report('connecting');
    try {
      while (!signal?.aborted) {
        if ((yield* this.#connection()) === 'ended' || signal?.aborted) return;
        this.#report('stale');
        await this.#pause();
      }
    } catch (error) {
      // An abort is the caller's own doing: the iteration just ends.
      if (!signal?.aborted) throw error;
    } finally {
      this.#report('ended');
    }
  }

  /** One connection, from its opening to its end. */
  async *#connection(): AsyncGenerator<Item, Ending, undefined> {
    const response = await this.#open();
    if (response === undefined) return 'lost';
    if (response.status === 204 || response.body === null) return 'ended';
    this.#report('live');
    const { timing, read } = this.#request;
    let reads = 0;
    const silence = (done: AbortSignal): Promise<void> => {
      reads += 1;
      // Something came after the beginning, were it a comment: the connection was good, although nothing happened.
      if (reads === 3) this.#failures = 0;
      return timing.sleep(timing.idleMs, done);
    };
    const items = read(readMessages(response.body, { silence }));
    try {
      while (true) {
        const next = await items.next();
        if (next.done === true) return next.value;
        this.#failures = 0;
        yield next.value;
      }
    } finally {
      await items.return('lost');
    }
  }

  /** The opened response, or undefined when another try may succeed. */
  async #open(): Promise<Response | undefined> {
    this.#retryAfterMs = 0;
    try {
      return await this.#request.open();
    } catch (error) {
      if (!isOrchardError(error) || !error.retryable) throw error;
      this.#retryAfterMs = error.retryAfterMs ?? 0;
      return undefined;
    }
  }

  async #pause(): Promise<void> {
    const { timing, signal } = this.#request;
    this.#failures += 1;
    const ms = Math.max(this.#retryAfterMs, backoffMs(this.#failures, timing.random));
    await timing.sleep(ms, signal);
  }

  #report(state: StreamState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#request.onState?.(state);
  }
}

/** What one connection after the other brings, until there is nothing more to come or the signal aborts. */
export function reconnecting<Item>(request: Reconnecting<Item>): AsyncGenerator<Item, void, undefined> {
  return new Loop(request).items();
}
