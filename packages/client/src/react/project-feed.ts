import { isOrchardError, type OrchardError, toOrchardError } from '@orchard-studio/core';
import type { OrchardClient } from '../client.ts';
import type { ProjectMessage } from '../stream/stream-project.ts';
import type { StreamState } from '../stream/stream-state.ts';
import { MovingOperations } from './moving-operations.ts';

export interface FeedListener {
  readonly onMessage: (message: ProjectMessage) => void;
  readonly onState: (state: StreamState) => void;
  /** The feed is over; nothing that another try would cure. */
  readonly onError: (error: OrchardError) => void;
}

/** A listener that leaves is often followed by another one at once: a page that is drawn anew. */
const LINGER_MS = 200;

/** One connection for everything on a page that shows something of a project. It is open while somebody listens. */
export class ProjectFeed {
  /** What was said so far: for those who come later. Listeners are told what it has taken already. */
  readonly operations = new MovingOperations();
  readonly #client: OrchardClient;
  readonly #projectId: string;
  readonly #listeners = new Set<FeedListener>();
  #running: AbortController | undefined;
  #state: StreamState = 'connecting';

  constructor(client: OrchardClient, projectId: string) {
    this.#client = client;
    this.#projectId = projectId;
  }

  /** Listens until the returned function is called. What was said before is not repeated. */
  listen(listener: FeedListener): () => void {
    this.#listeners.add(listener);
    if (this.#running === undefined) void this.#run();
    listener.onState(this.#state);
    return () => {
      this.#listeners.delete(listener);
      setTimeout(() => {
        if (this.#listeners.size === 0) this.#running?.abort();
      }, LINGER_MS);
    };
  }

  async #run(): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    this.operations.clear();
    const { signal } = running;
    const onState = (state: StreamState): void => {
      this.#state = state;
      if (!signal.aborted) for (const listener of this.#listeners) listener.onState(state);
    };
    try {
      const request = { projectId: this.#projectId, signal, onState };
      for await (const message of this.#client.operations.watch(request)) {
        this.operations.take(message);
        for (const listener of this.#listeners) listener.onMessage(message);
      }
    } catch (failure) {
      if (!isOrchardError(failure) || failure.code !== 'CANCELLED')
        for (const listener of this.#listeners) listener.onError(toOrchardError(failure));
    }
    this.#running = undefined;
    this.#state = 'connecting';
    // Somebody came while the connection was being given up.
    if (signal.aborted && this.#listeners.size > 0) void this.#run();
  }
}

const feeds = new WeakMap<OrchardClient, Map<string, ProjectFeed>>();

/** The feed that all of a page share. */
export function feedOf(client: OrchardClient, projectId: string): ProjectFeed {
  const own = feeds.get(client) ?? new Map<string, ProjectFeed>();
  feeds.set(client, own);
  const feed = own.get(projectId) ?? new ProjectFeed(client, projectId);
  own.set(projectId, feed);
  return feed;
}
