import type { Clock, Executor, IdGenerator, Logger, OperationStore, Redactor } from '@orchard-studio/core';

export interface RunnerOptions {
  /** Executors by the name a tree uses them with. */
  readonly executors: Readonly<Record<string, Executor>>;
  /** The ledger; in memory by default. */
  readonly store?: OperationStore;
  readonly clock?: Clock;
  readonly ids?: IdGenerator;
  readonly logger?: Logger;
  /** Masks secrets in what steps log. */
  readonly redactor?: Redactor;
  /** Attempts at once in this process. Default 8. */
  readonly slots?: number;
  /** How long a step stays with a worker that gives no sign of life. Default 15000. */
  readonly leaseMs?: number;
  /** Longest wait before the store is asked for what other processes did. Default 500. */
  readonly pollMs?: number;
  /** How long an executor may take to stop. Default 10000. */
  readonly graceMs?: number;
  /** A step that lost its worker more often than this fails for good. Default 10. */
  readonly maxTakeovers?: number;
  /** Set when no other process works on this store: steps left by a killed process are taken over at once. */
  readonly exclusive?: boolean;
}
