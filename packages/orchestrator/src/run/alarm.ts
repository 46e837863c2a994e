import type { Deadlines } from './deadlines.ts';

/** One sleeper that others may wake. A call that comes while it is awake is not lost: it does not fall asleep then. */
export class Alarm {
  readonly #deadlines: Deadlines;
  #ring: () => void = () => {};
  #rung = false;

  constructor(deadlines: Deadlines) {
    this.#deadlines = deadlines;
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
  sleep(ms: number): Promise<boolean> {
    if (this.#rung) return Promise.resolve(false);
    return new Promise((resolve) => {
      const inTime = this.#deadlines.set(ms, () => resolve(true));
      this.#ring = () => {
        inTime();
        resolve(false);
      };
    });
  }
}
