import type { BlueprintId, ChatResponse, TurnId } from '@orchard-studio/core';

/** A turn that this process answers right now: what was said of its reply so far, and what it will come to. */
export class LiveTurn {
  readonly id: TurnId;
  readonly blueprintId: BlueprintId;
  /** Rejects when the turn cannot be answered. */
  readonly response: Promise<ChatResponse>;
  readonly #abort: AbortController;
  readonly #listeners = new Set<() => void>();
  #text = '';

  constructor(
    { id, blueprintId }: { readonly id: TurnId; readonly blueprintId: BlueprintId },
    response: Promise<ChatResponse>,
    abort: AbortController,
  ) {
    this.id = id;
    this.blueprintId = blueprintId;
    this.response = response;
    this.#abort = abort;
  }

  /** What was said so far. The reply of the response is what counts: code adds to it. */
  get text(): string {
    return this.#text;
  }

  say(delta: string): void {
    this.#text += delta;
    for (const onMore of this.#listeners) onMore();
  }

  /** Calls back whenever more was said, until the returned function is called. */
  listen(onMore: () => void): () => void {
    this.#listeners.add(onMore);
    return () => void this.#listeners.delete(onMore);
  }

  /** Ends it as cancelled; the message stays. */
  cancel(): void {
    this.#abort.abort();
  }
}
