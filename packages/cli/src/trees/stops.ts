/** A signal that comes again this soon is the same wish: npm passes on what the terminal has sent already. */
const SAME_MS = 400;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Counts the wishes to stop: Ctrl-C, SIGTERM, SIGHUP of a terminal that was closed. */
export class Stops {
  #onStop: (count: number) => void;
  #count = 0;
  #last = 0;

  /** @param onStop - called with 1 for the first wish, 2 for the second, … */
  constructor(onStop: (count: number) => void) {
    this.#onStop = onStop;
    for (const signal of SIGNALS) process.on(signal, this.stop);
  }

  readonly stop = (): void => {
    const now = performance.now();
    if (this.#count > 0 && now - this.#last < SAME_MS) return;
    this.#last = now;
    this.#count += 1;
    this.#onStop(this.#count);
  };

  /** Once somebody wished to stop, a repetition that comes while the process ends in order must not kill it. */
  close(): void {
    this.#onStop = () => {};
    if (this.#count > 0) return;
    for (const signal of SIGNALS) process.off(signal, this.stop);
  }
}
