import {
  type Clock,
  isOrchardError,
  type OperationEvent,
  OrchardError,
  operationEventSchema,
  parseOrThrow,
} from '@orchard-studio/core';
import type { Transport } from '../http/transport.ts';
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

export interface StreamRequest {
  readonly transport: Transport;
  readonly timing: StreamTiming;
  readonly operationId: string;
  readonly after: number;
  readonly signal: AbortSignal | undefined;
  readonly onState: ((state: StreamState) => void) | undefined;
}

type Ending = 'ended' | 'lost';

class OperationStream {
  readonly #request: StreamRequest;
  #cursor: number;
  #failures = 0;
  #retryAfterMs = 0;
  #state: StreamState | undefined;

  constructor(request: StreamRequest) {
    this.#request = request;
    this.#cursor = request.after;
  }

  async *events(): AsyncGenerator<OperationEvent, void, undefined> {
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
  async *#connection(): AsyncGenerator<OperationEvent, Ending, undefined> {
    const response = await this.#open();
    if (response === undefined) return 'lost';
    if (response.status === 204 || response.body === null) return 'ended';
    this.#report('live');
    const silence = (done: AbortSignal): Promise<void> =>
      this.#request.timing.sleep(this.#request.timing.idleMs, done);
    for await (const message of readMessages(response.body, { silence })) {
      if (message.event === 'end') return 'ended';
      const event = parseEvent(message.data);
      if (event.seq <= this.#cursor) continue;
      // Something is missing in between: ask again from the last event that is known.
      if (event.seq > this.#cursor + 1) return 'lost';
      this.#cursor = event.seq;
      this.#failures = 0;
      yield event;
    }
    return 'lost';
  }

  /** The opened response, or undefined when another try may succeed. */
  async #open(): Promise<Response | undefined> {
    const { transport, operationId, signal } = this.#request;
    this.#retryAfterMs = 0;
    try {
      return await transport.send({
        path: ['operations', operationId, 'stream'],
        query: { after: this.#cursor },
        headers: { accept: 'text/event-stream' },
        signal,
      });
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

function parseEvent(data: string): OperationEvent {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch (cause) {
    throw new OrchardError('INTERNAL', 'The event stream carries something that is not JSON.', { cause });
  }
  return parseOrThrow(operationEventSchema, value, 'An event of the stream', 'INTERNAL');
}

/** The events of one operation, each once and in order, over as many connections as it takes. */
export function streamOperation(request: StreamRequest): AsyncGenerator<OperationEvent, void, undefined> {
  return new OperationStream(request).events();
}
