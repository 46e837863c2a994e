import type { Clock } from '@orchard-studio/core';
import type { Random } from './random.ts';

interface Event {
  readonly at: number;
  readonly order: number;
  readonly process: SimulatedProcess | undefined;
  readonly fire: () => void;
}

/** A process that can be killed and stopped for a while. Nothing of it happens then. */
export interface SimulatedProcess {
  readonly name: string;
  /** How wrong its clock is. */
  readonly skewMs: number;
  alive: boolean;
  /** It stands still until then (SIGSTOP). */
  frozenUntil: number;
}

/**
 * Time that passes only when everything that could happen now has happened. With a seed, all of it repeats exactly:
 * there is no real timer, no real input or output.
 */
export class Timeline {
  now = Date.UTC(2026, 0, 1);
  readonly #random: Random;
  #events: Event[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  at(at: number, process: SimulatedProcess | undefined, fire: () => void): () => void {
    // Of things at the same time any may come first.
    const event = { at, order: this.#random.next(), process, fire };
    this.#events.push(event);
    return () => {
      this.#events = this.#events.filter((other) => other !== event);
    };
  }

  /** The clock that a process has. */
  clockOf(process: SimulatedProcess): Clock {
    return {
      now: () => new Date(this.now + process.skewMs),
      sleep: (ms, signal) =>
        new Promise((resolve, reject) => {
          if (signal?.aborted) return reject(signal.reason);
          const cancel = this.at(this.now + ms, process, resolve);
          signal?.addEventListener('abort', () => {
            cancel();
            reject(signal.reason);
          });
        }),
    };
  }

  /** Lets time pass until `over`, or nothing is left to happen. */
  async run(over: () => boolean): Promise<void> {
    while (true) {
      // Every promise that can go on has gone on when this comes back.
      await new Promise((resolve) => setImmediate(resolve));
      if (over()) return;
      const next = this.#takeNext();
      if (next === undefined) return;
      this.now = Math.max(this.now, next.at);
      this.#fire(next);
    }
  }

  #fire(event: Event): void {
    const { process } = event;
    if (process?.alive === false) return;
    if (process !== undefined && process.frozenUntil > this.now)
      this.at(process.frozenUntil, process, event.fire);
    else event.fire();
  }

  #takeNext(): Event | undefined {
    const [first] = this.#events;
    if (first === undefined) return undefined;
    const next = this.#events.reduce(
      (best, event) =>
        event.at < best.at || (event.at === best.at && event.order < best.order) ? event : best,
      first,
    );
    this.#events = this.#events.filter((event) => event !== next);
    return next;
  }
}
