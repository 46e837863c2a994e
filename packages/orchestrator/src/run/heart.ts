import {
  type BeatAnswer,
  type Clock,
  isOrchardError,
  type JsonValue,
  type Logger,
  type OperationStore,
  type StepFence,
  type StepReport,
} from '@orchard-studio/core';

/** An attempt that must be kept alive in the ledger. */
export interface Beating {
  readonly fence: StepFence;
  /** What it reports with the next beat. */
  report(): Omit<StepReport, 'fence'>;
  onAnswer(answer: BeatAnswer): void;
}

export interface HeartOptions {
  readonly store: Pick<OperationStore, 'beat'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly leaseMs: number;
}

/** A store that was busy or gone is asked again after this time. */
const AGAIN_MS = 250;
const AT_REST = new Error('Nothing runs.');

/** Extends the leases of all attempts of a process, in one statement each third of a lease. */
export class Heart {
  readonly #options: HeartOptions;
  readonly #beating = new Set<Beating>();
  #sleep: AbortController | undefined;

  constructor(options: HeartOptions) {
    this.#options = options;
  }

  add(attempt: Beating): void {
    this.#beating.add(attempt);
    if (this.#sleep === undefined) void this.#run();
  }

  remove(attempt: Beating): void {
    this.#beating.delete(attempt);
  }

  /** Lets go of its timer when nothing runs. */
  rest(): void {
    if (this.#beating.size === 0) this.#sleep?.abort(AT_REST);
  }

  /**
   * Stores a checkpoint now. A store that cannot be reached is asked again: that is no fault of the step.
   *
   * @throws the signal's reason when it aborts first
   */
  async save(attempt: Beating, checkpoint: JsonValue, signal: AbortSignal): Promise<void> {
    const { store, leaseMs, clock, logger } = this.#options;
    while (true) {
      signal.throwIfAborted();
      try {
        const reports = [{ fence: attempt.fence, ...attempt.report(), checkpoint }];
        const [answer] = await store.beat({ leaseMs, reports });
        if (answer !== undefined) attempt.onAnswer(answer);
        return;
      } catch (error) {
        if (!isOrchardError(error) || !error.retryable) throw error;
        logger.warn({ err: error, step: attempt.fence.step }, 'A checkpoint was not saved; trying again.');
        await clock.sleep(AGAIN_MS, signal);
      }
    }
  }

  async #run(): Promise<void> {
    const { clock, leaseMs } = this.#options;
    const sleep = new AbortController();
    this.#sleep = sleep;
    try {
      while (this.#beating.size > 0) {
        await clock.sleep(leaseMs / 3, sleep.signal);
        await this.#beat();
      }
    } catch (error) {
      if (error !== AT_REST) this.#options.logger.error({ err: error }, 'The heartbeat stopped.');
    }
    this.#sleep = undefined;
    if (this.#beating.size > 0) void this.#run();
  }

  async #beat(): Promise<void> {
    const { store, leaseMs, logger } = this.#options;
    const attempts = [...this.#beating];
    if (attempts.length === 0) return;
    try {
      const reports = attempts.map((attempt) => ({ fence: attempt.fence, ...attempt.report() }));
      const answers = await store.beat({ leaseMs, reports });
      for (const [at, attempt] of attempts.entries()) {
        const answer = answers[at];
        // It may have ended meanwhile: then its place in the ledger is no longer its business.
        if (answer !== undefined && this.#beating.has(attempt)) attempt.onAnswer(answer);
      }
    } catch (error) {
      logger.warn({ err: error }, 'Heartbeat failed; trying again.');
    }
  }
}
