import type { ExecutorOutcome, StepState } from '@orchard-studio/core';

/** What happened to an attempt. `interrupted`: it stopped because of a cancel. */
export type AttemptResult = ExecutorOutcome | { readonly status: 'interrupted' };

export interface Finished {
  readonly step: string;
  readonly epoch: number;
  readonly result: AttemptResult;
}

export interface SettleContext {
  readonly now: Date;
  readonly worker: string;
  readonly leaseMs: number;
  /** Attempts this process can start now. */
  readonly freeSlots: number;
  /** Attempts of this process that have ended since the last transition. */
  readonly finished: readonly Finished[];
  /** A step that lost its worker more often than this is not tried again: it may be what takes workers down. */
  readonly maxTakeovers: number;
  /** True for a running step whose worker is known to be gone. */
  readonly isAbandoned: (step: StepState) => boolean;
}
