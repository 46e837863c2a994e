import type { Executor, ExecutorRequest } from '@orchard-studio/core';

/** What the executor kit needs of an adapter's author. Made afresh for every case. */
export interface ExecutorHarness {
  readonly executor: Executor;
  /** A request that succeeds within the bound, and may be executed again with the same idempotency key. */
  readonly succeeding: ExecutorRequest;
  /**
   * A request that works for much longer than the bound unless it is aborted. It must emit or beat at least once after
   * its work has begun: that is when the kit aborts it.
   */
  readonly longRunning: ExecutorRequest;
  /** Longest time for the short request, and from an abort to the end of `execute`. Default: 5,000 ms. */
  readonly boundMs?: number;
}

/** The bound of a harness. */
export const boundOf = ({ boundMs = 5_000 }: Pick<ExecutorHarness, 'boundMs'>): number => boundMs;
