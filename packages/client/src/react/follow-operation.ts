import {
  isOperationEnd,
  isOrchardError,
  type OperationEvent,
  type OperationView,
  toOrchardError,
} from '@orchard-studio/core';
import type { OrchardClient } from '../client.ts';
import type { StreamState } from '../stream/stream-state.ts';
import { insist } from './insist.ts';
import { LiveEvents } from './live-events.ts';
import type { OperationAction } from './operation-state.ts';

/** A build may log hundreds of lines a second; the page is drawn a few times in it. */
const DRAW_EVERY_MS = 60;

export interface Follow {
  readonly client: OrchardClient;
  readonly operationId: string;
  readonly maxLogs: number;
  readonly signal: AbortSignal;
  readonly dispatch: (action: OperationAction) => void;
}

/** Reads the operation and the end of its log, then stays with it until the signal aborts. */
export async function followOperation(follow: Follow): Promise<void> {
  const { client, operationId, signal, dispatch } = follow;
  try {
    dispatch({ type: 'connection', connection: 'connecting' });
    const view = await client.operations.get({ operationId, signal });
    const after = Math.max(0, view.lastSeq - follow.maxLogs);
    dispatch(after === 0 ? { type: 'read', view } : { type: 'snapshot', view, logsAfter: after });
    await new Tail(follow, view).run(after);
    if (!signal.aborted) dispatch({ type: 'connection', connection: 'ended' });
  } catch (failure) {
    if (signal.aborted || (isOrchardError(failure) && failure.code === 'CANCELLED')) return;
    dispatch({ type: 'failed', error: toOrchardError(failure) });
    dispatch({ type: 'connection', connection: 'ended' });
  }
}

/** Shows what comes, a few times a second at most. */
class Tail {
  readonly #follow: Follow;
  readonly #projectId: string | null;
  #waiting: OperationEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #state: StreamState = 'connecting';
  #ended: boolean;

  constructor(follow: Follow, { projectId, status }: OperationView) {
    this.#follow = follow;
    this.#projectId = projectId;
    this.#ended = isOperationEnd(status);
  }

  async run(after: number): Promise<void> {
    try {
      for await (const events of this.#batches(after)) {
        for (const event of events) this.#waiting.push(event);
        this.#timer ??= setTimeout(() => this.#draw(), DRAW_EVERY_MS);
        const last = events.findLast(({ type }) => type === 'complete' || type === 'operation');
        if (last !== undefined) await this.#turn(last.type === 'complete');
      }
    } finally {
      this.#draw();
    }
  }

  /** Operations of a project share the page's connection. */
  #batches(after: number): AsyncGenerator<readonly OperationEvent[], void, undefined> {
    const { client, operationId, signal } = this.#follow;
    const onState = (state: StreamState): void => {
      this.#state = state;
      this.#showConnection();
    };
    if (this.#projectId === null) return alone({ client, operationId, after, signal, onState });
    const projectId = this.#projectId;
    return new LiveEvents({ client, projectId, operationId, after, signal, onState }).batches();
  }

  /** The operation has ended, or goes on: what it put out is in its view only. */
  async #turn(ended: boolean): Promise<void> {
    const { client, operationId, signal, dispatch } = this.#follow;
    this.#ended = ended;
    if (ended) {
      const view = await insist(() => client.operations.get({ operationId, signal }), signal);
      dispatch({ type: 'read', view });
    }
    this.#draw();
    this.#showConnection();
  }

  /** Of an operation that has ended nothing more is expected, although a resume would be seen. */
  #showConnection(): void {
    const { signal, dispatch } = this.#follow;
    if (!signal.aborted) dispatch({ type: 'connection', connection: this.#ended ? 'ended' : this.#state });
  }

  #draw(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const events = this.#waiting;
    this.#waiting = [];
    const { signal, maxLogs, dispatch } = this.#follow;
    if (events.length > 0 && !signal.aborted) dispatch({ type: 'events', events, maxLogs });
  }
}

/** The stream of an operation that belongs to no project. */
async function* alone(request: {
  readonly client: OrchardClient;
  readonly operationId: string;
  readonly after: number;
  readonly signal: AbortSignal;
  readonly onState: (state: StreamState) => void;
}): AsyncGenerator<readonly OperationEvent[], void, undefined> {
  for await (const event of request.client.operations.stream(request)) yield [event];
}
