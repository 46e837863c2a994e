import type { Clock } from '@orchard-studio/core';

/**
 * The store's time, guessed from this process's clock and the store's last answer. Everything that is written, and
 * everything that is due, goes by it, so that a worker whose clock is wrong does no harm.
 */
export class StoreTime {
  readonly #clock: Clock;
  #aheadMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds since 1970. */
  get nowMs(): number {
    return this.#clock.now().getTime() + this.#aheadMs;
  }

  /** Takes down what the store has just said. */
  observe(storeMs: number): void {
    this.#aheadMs = storeMs - this.#clock.now().getTime();
  }
}
