/** Most of them that go together. */
const MOST = 64;

interface Item<T, R> {
  readonly value: T;
  readonly caller: PromiseWithResolvers<R>;
}

export interface GatherOptions<T, R> {
  /** Values with the same key never go together: the second must see what the first has done. */
  readonly keyOf: (value: T) => string;
  /** Decides each of them by itself. @throws when none of them is known to be done */
  readonly run: (values: readonly T[]) => Promise<readonly (R | Error)[]>;
  /** Whether the reason of a failure may lie in one of them alone. */
  readonly isOwnFault: (error: unknown) => boolean;
}

/** What is asked for while something is on its way to the database goes there together, as soon as that is back. */
export class Gather<T, R> {
  readonly #options: GatherOptions<T, R>;
  #waiting: Item<T, R>[] = [];
  #running = false;

  constructor(options: GatherOptions<T, R>) {
    this.#options = options;
  }

  add(value: T): Promise<R> {
    const caller = Promise.withResolvers<R>();
    this.#waiting.push({ value, caller });
    if (!this.#running) {
      this.#running = true;
      // What is asked for at the same time goes along; whoever asks alone is served at once.
      queueMicrotask(() => void this.#work());
    }
    return caller.promise;
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) await this.#send(this.#take());
    this.#running = false;
  }

  #take(): readonly Item<T, R>[] {
    if (this.#waiting.length === 1) return this.#waiting.splice(0);
    const taken = new Map<string, Item<T, R>>();
    const rest: Item<T, R>[] = [];
    for (const item of this.#waiting) {
      const key = this.#options.keyOf(item.value);
      if (taken.size < MOST && !taken.has(key)) taken.set(key, item);
      else rest.push(item);
    }
    this.#waiting = rest;
    // Rows are locked in this order, by every process.
    return [...taken].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
  }

  async #send(items: readonly Item<T, R>[]): Promise<void> {
    try {
      const results = await this.#options.run(items.map(({ value }) => value));
      for (const [at, { caller }] of items.entries()) {
        const result = results[at];
        if (result === undefined || result instanceof Error) caller.reject(result);
        else caller.resolve(result);
      }
    } catch (error) {
      if (items.length > 1 && this.#options.isOwnFault(error)) {
        for (const item of items) await this.#send([item]);
      } else for (const { caller } of items) caller.reject(error);
    }
  }
}
