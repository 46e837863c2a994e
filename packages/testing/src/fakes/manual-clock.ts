import type { Clock } from '@orchard-studio/core';

/** A clock that stands still until it is moved. */
export interface ManualClock extends Clock {
  /**
   * Moves time on by `ms` and wakes the sleepers that are due, earliest first, each at its own instant. What a sleeper
   * does next (sleep again, say) happens before later sleepers wake.
   */
  advance(ms: number): Promise<void>;
  /** How many sleep now. */
  readonly sleepers: number;
  /** Resolves once at least `count` (default 1) sleep: then `advance` is sure to find them. */
  untilSleeping(count?: number): Promise<void>;
}

interface Sleeper {
  readonly at: number;
  wake(): void;
}

/** Lets everything run that is ready to: promise reactions, and what they start in turn. */
const idle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

class SteppedClock implements ManualClock {
  #nowMs: number;
  #sleeping: Sleeper[] = [];
  #waiting: { readonly count: number; resolve(): void }[] = [];

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  get sleepers(): number {
    return this.#sleeping.length;
  }

  now(): Date {
    return new Date(this.#nowMs);
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        this.#sleeping = this.#sleeping.filter((one) => one !== sleeper);
        signal?.removeEventListener('abort', onAbort);
      };
      const onAbort = (): void => {
        leave();
        reject(signal?.reason);
      };
      const sleeper: Sleeper = {
        at: this.#nowMs + ms,
        wake: () => {
          leave();
          resolve();
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#sleeping.push(sleeper);
      this.#announce();
    });
  }

  async advance(ms: number): Promise<void> {
    const end = this.#nowMs + ms;
    await idle();
    for (;;) {
      const next = this.#sleeping.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > end) break;
      this.#nowMs = Math.max(this.#nowMs, next.at);
      next.wake();
      await idle();
    }
    this.#nowMs = end;
  }

  untilSleeping(count = 1): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ count, resolve });
      this.#announce();
    });
  }

  #announce(): void {
    const content = this.#waiting.filter(({ count }) => count <= this.sleepers);
    this.#waiting = this.#waiting.filter(({ count }) => count > this.sleepers);
    for (const { resolve } of content) resolve();
  }
}

/**
 * A clock for tests. Timers never fire by themselves, so a test decides what happens when.
 *
 * @param start - the instant it shows at first. Default: 2026-01-01T00:00:00.000Z.
 * @example
 * const clock = createManualClock();
 * const slept = clock.sleep(1_000);
 * await clock.advance(1_000);
 * await slept;
 */
export function createManualClock(start: string | Date = '2026-01-01T00:00:00.000Z'): ManualClock {
  return new SteppedClock(new Date(start).getTime());
}
