import type {
  BlobStore,
  Clock,
  Executor,
  IdGenerator,
  JsonObject,
  Logger,
  Metrics,
  OperationStore,
  Plan,
  Redactor,
  Tracer,
} from '@orchard-studio/core';
import type { OperationHints } from './hints.ts';

/** A tree ready to start: its plan, and the inputs checked and completed. */
export interface PreparedTree {
  readonly plan: Plan;
  readonly inputs: JsonObject;
}

export interface RunnerOptions {
  /** Executors by the name a tree uses them with. `approval`, `wait` and `tree` need none. */
  readonly executors: Readonly<Record<string, Executor>>;
  /** The ledger; in memory by default. */
  readonly store?: OperationStore;
  /** Keeps outputs of more than 64 KB. Default: such outputs fail their step; with the default store, in memory. */
  readonly blobs?: BlobStore;
  /**
   * Gives the trees that `uses: tree` steps name. Default: there are none.
   *
   * @throws TREE_NOT_FOUND, INVALID_INPUT
   */
  readonly trees?: (name: string, inputs: JsonObject) => PreparedTree;
  /** Wakes readers of event logs. Default: hints within this process. */
  readonly hints?: OperationHints;
  readonly clock?: Clock;
  readonly ids?: IdGenerator;
  readonly logger?: Logger;
  /** Takes measurements of attempts. Default: none are taken. */
  readonly metrics?: Metrics;
  /** Takes down when attempts ran. Default: nothing is taken down. */
  readonly tracer?: Tracer;
  /** Masks secrets in what steps log. */
  readonly redactor?: Redactor;
  /** Attempts at once in this process. Default 8. */
  readonly slots?: number;
  /** The pools of steps this process works for. Default: `default`. */
  readonly pools?: readonly string[];
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
