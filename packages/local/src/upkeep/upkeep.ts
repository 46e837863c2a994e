import type { Clock, Logger } from '@orchard-studio/core';

const DAY_MS = 24 * 60 * 60 * 1_000;
const CLOSED = new Error('The installation is closing.');

export interface UpkeepOptions {
  /** What is to be done; its result is logged. */
  readonly work: (signal: AbortSignal) => Promise<object>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Does something at once and then once a day, until it is closed. A failure is logged; the next day it is tried again. */
export class Upkeep {
  readonly #options: UpkeepOptions;
  readonly #closing = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(options: UpkeepOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Resolves when nothing of it is going on any more. */
  async close(): Promise<void> {
    this.#closing.abort(CLOSED);
    await this.#running;
  }

  async #run(): Promise<void> {
    const { work, clock, logger } = this.#options;
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        logger.debug({ ...(await work(signal)) }, 'Old operations were looked after.');
      } catch (error) {
        logger.warn({ err: error }, 'Old operations could not be looked after.');
      }
      await clock.sleep(DAY_MS, signal).catch(() => undefined);
    }
  }
}
