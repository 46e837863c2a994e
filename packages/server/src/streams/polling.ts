import type { Clock } from '@orchard-studio/core';

const STOPPED = new Error('Nobody waits any more.');

/** Reads again and again: at a hint, or after a while in which none came. */
export class Polling {
  readonly #clock: Clock;
  readonly #pollMs: number;
  #wake: () => void = () => {};
  #hinted = false;
  #stopped = false;

  /** @param pollMs - longest wait without a hint */
  constructor(clock: Clock, pollMs: number) {
    this.#clock = clock;
    this.#pollMs = pollMs;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** There may be something to read. */
  hint(): void {
    this.#hinted = true;
    this.#wake();
  }

  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  /** @param read - reads, and says whether there is more to read at once */
  async run(read: () => Promise<boolean>): Promise<void> {
    while (!this.#stopped) {
      this.#hinted = false;
      // A store in this process answers without a pause: whoever has much to say must not hold up all others.
      if (await read()) await new Promise(setImmediate);
      else if (!this.#hinted && !this.#stopped) await this.#wait();
    }
  }

  async #wait(): Promise<void> {
    const sleeping = new AbortController();
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#clock.sleep(this.#pollMs, sleeping.signal).then(resolve, () => resolve());
    });
    sleeping.abort(STOPPED);
  }
}
