import type { Clock } from '@orchard-studio/core';

interface Deadline {
  at: number;
  readonly onOver: () => void;
}

/** A timer that comes so much too late, or too early, shows that the clock was set. */
const JUMP_MS = 60_000;

const EARLIER = new Error('Something is due earlier.');
const AT_REST = new Error('Nothing runs.');

/**
 * What is due later, on one timer for the whole process: time limits of attempts and polls, of which nearly all are
 * called off before, cost none.
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #open = new Set<Deadline>();
  #sleep: AbortController | undefined;
  #wakesAt = Number.POSITIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls back after `ms` milliseconds, unless the returned function was called before. */
  set(ms: number, onOver: () => void): () => void {
    const deadline = { at: this.#clock.now().getTime() + ms, onOver };
    this.#open.add(deadline);
    if (this.#sleep === undefined) void this.#run();
    else if (deadline.at < this.#wakesAt) this.#sleep.abort(EARLIER);
    return () => {
      this.#open.delete(deadline);
    };
  }

  /** Lets go of its timer when nothing runs. */
  rest(): void {
    if (this.#open.size === 0) this.#sleep?.abort(AT_REST);
  }

  async #run(): Promise<void> {
    while (this.#open.size > 0) {
      const sleep = new AbortController();
      this.#sleep = sleep;
      const now = this.#clock.now().getTime();
      this.#wakesAt = Infinity;
      for (const { at } of this.#open) this.#wakesAt = Math.min(this.#wakesAt, at);
      const slept = this.#clock.sleep(Math.max(1, this.#wakesAt - now), sleep.signal);
      await slept.then(
        () => this.#follow(),
        // Woken early, to look again.
        () => undefined,
      );
      this.#fire();
    }
    this.#sleep = undefined;
  }

  /** A clock that was set meanwhile, or a process that stood still, makes nobody late. */
  #follow(): void {
    const jump = this.#clock.now().getTime() - this.#wakesAt;
    if (Math.abs(jump) > JUMP_MS) for (const deadline of this.#open) deadline.at += jump;
  }

  #fire(): void {
    const now = this.#clock.now().getTime();
    for (const deadline of this.#open) {
      if (deadline.at > now) continue;
      this.#open.delete(deadline);
      deadline.onOver();
    }
  }
}
