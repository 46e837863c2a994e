import type { Clock } from '@orchard-studio/core';

const OVER = new Error('The wait is over.');

/** One sleeper that others may wake. A call that comes while it is awake is not lost: it does not fall asleep then. */
export class Alarm {
  readonly #clock: Clock;
  #ring: () => void = () => {};
  #rung = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** True when somebody called since the last `reset`. */
  get rung(): boolean {
    return this.#rung;
  }

  ring(): void {
    this.#rung = true;
    this.#ring();
  }

  reset(): void {
    this.#rung = false;
  }

  /** @returns whether it slept the whole time; false when it was woken */
  async sleep(ms: number): Promise<boolean> {
    if (this.#rung) return false;
    const timer = new AbortController();
    const slept = await new Promise<boolean>((resolve) => {
      this.#ring = () => resolve(false);
      this.#clock.sleep(ms, timer.signal).then(
        () => resolve(true),
        () => resolve(false),
      );
    });
    timer.abort(OVER);
    return slept;
  }
}
