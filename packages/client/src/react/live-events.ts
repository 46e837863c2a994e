import type { OperationEvent, OrchardError } from '@orchard-studio/core';
import type { OrchardClient } from '../client.ts';
import type { StreamState } from '../stream/stream-state.ts';
import { insist } from './insist.ts';
import { feedOf } from './project-feed.ts';

/** Most that the API gives at once. */
const PAGE = 5_000;

export interface LiveEventsRequest {
  readonly client: OrchardClient;
  readonly projectId: string;
  readonly operationId: string;
  /** `seq` of the last event that is known. */
  readonly after: number;
  readonly signal: AbortSignal;
  readonly onState: (state: StreamState) => void;
}

/**
 * The events of one operation from the page's one connection, each once and in order, until the signal aborts: also
 * after an end, when somebody resumes the operation. What the connection did not bring is read from the log.
 */
export class LiveEvents {
  readonly #request: LiveEventsRequest;
  #cursor: number;
  #arrived: OperationEvent[] = [];
  /** Whether the log may hold more than what arrived. */
  #mustRead = true;
  #error: OrchardError | undefined;
  #wake: () => void = () => {};

  constructor(request: LiveEventsRequest) {
    this.#request = request;
    this.#cursor = request.after;
  }

  /** @throws NOT_FOUND and other errors that another try would not cure */
  async *batches(): AsyncGenerator<readonly OperationEvent[], void, undefined> {
    const { signal } = this.#request;
    const leave = this.#listen();
    const onAbort = (): void => this.#wake();
    signal.addEventListener('abort', onAbort);
    try {
      while (!signal.aborted) {
        if (this.#error !== undefined) throw this.#error;
        if (this.#mustRead) yield* this.#readLog();
        const batch = this.#takeArrived();
        if (batch.length > 0) yield batch;
        else if (!this.#mustRead && this.#error === undefined) await this.#wait();
      }
    } finally {
      leave();
      signal.removeEventListener('abort', onAbort);
    }
  }

  #listen(): () => void {
    const { client, projectId, operationId, onState } = this.#request;
    return feedOf(client, projectId).listen({
      onMessage: (message) => {
        if (message.type === 'event' && message.event.operationId === operationId)
          this.#arrived.push(message.event);
        else if (message.type === 'snapshot' && message.operation.id === operationId) this.#mustRead = true;
        else return;
        this.#wake();
      },
      onState: (state) => {
        // What happened while there was no connection is in the log.
        if (state === 'live') this.#mustRead = true;
        onState(state);
        this.#wake();
      },
      onError: (error) => {
        this.#error = error;
        this.#wake();
      },
    });
  }

  async *#readLog(): AsyncGenerator<readonly OperationEvent[], void, undefined> {
    const { client, operationId, signal } = this.#request;
    this.#mustRead = false;
    while (true) {
      const call = { operationId, after: this.#cursor, limit: PAGE, signal };
      // The connection may stay while this fails: then nothing else would ask for the log again.
      const page = await insist(() => client.operations.events(call), signal);
      if (page.events.length === 0) return;
      this.#cursor = page.events.at(-1)?.seq ?? this.#cursor;
      yield page.events;
      if (page.events.length < PAGE) return;
    }
  }

  /** What arrived and follows on what is known. */
  #takeArrived(): readonly OperationEvent[] {
    const batch: OperationEvent[] = [];
    for (const event of this.#arrived) {
      if (event.seq <= this.#cursor) continue;
      if (event.seq > this.#cursor + 1) {
        this.#mustRead = true;
        break;
      }
      this.#cursor = event.seq;
      batch.push(event);
    }
    this.#arrived = [];
    return batch;
  }

  #wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
