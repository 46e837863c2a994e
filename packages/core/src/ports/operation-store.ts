import type { OperationId, ProjectId, TenantId } from '../ids.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { NewOperationEvent, OperationEvent } from '../operation/event.ts';
import type { Operation, OperationStatus, StepState } from '../operation/operation.ts';

/** An operation with all its steps, read in one consistent view. */
export interface OperationRun {
  readonly operation: Operation;
  /** In plan order; combinations of a matrix follow their step. */
  readonly steps: readonly StepState[];
  /** The store's time of the reading, in milliseconds since 1970: the time that leases are measured by. */
  readonly readAt: number;
}

/** One decided move of an operation: everything in it is committed, or nothing. */
export interface OperationTransition {
  readonly operationId: OperationId;
  /** The version the decision was made on. */
  readonly ifVersion: number;
  readonly operation?: {
    readonly status?: OperationStatus;
    readonly startedAt?: string | null;
    readonly finishedAt?: string | null;
    readonly cancelRequestedAt?: string | null;
    readonly outputs?: JsonObject | null;
  };
  /**
   * New states of the steps that change, new steps among them. A running one is a claim: its `leaseUntil` is not
   * stored as given; it ends `leaseMs` after the commit, by the store's clock.
   */
  readonly steps: readonly StepState[];
  /** Required when a step is claimed. */
  readonly leaseMs?: number;
  /** Steps whose lease must be over at the commit, by the store's clock: those that are taken over from a silent worker. */
  readonly expired?: readonly string[];
  readonly events: readonly NewOperationEvent[];
}

export interface StepFence {
  readonly operationId: OperationId;
  readonly step: string;
  readonly epoch: number;
}

/** What a worker says of one of its running steps. */
export interface StepReport {
  readonly fence: StepFence;
  readonly progress?: number;
  readonly checkpoint?: JsonValue;
}

/** `fenced`: the step is no longer running in this epoch; whoever runs it must stop. */
export type BeatAnswer = 'extended' | 'cancel-requested' | 'fenced';

/**
 * The ledger: the only truth about what is complete. Steps' states and the event log change together;
 * events get a gap-free `seq` in commit order.
 */
export interface OperationStore {
  readonly specVersion: 'v1';
  /**
   * Stores an operation, its steps and its first events. With an idempotency key that the project has used before,
   * nothing is written and the earlier operation comes back.
   *
   * @throws IDEMPOTENCY_KEY_REUSED when the earlier one has another plan hash or other inputs.
   */
  createOperation(request: {
    readonly operation: Operation;
    readonly steps: readonly StepState[];
    readonly events: readonly NewOperationEvent[];
  }): Promise<{ readonly operation: Operation; readonly created: boolean }>;
  getOperation(request: {
    readonly tenantId: TenantId;
    readonly operationId: OperationId;
  }): Promise<Operation | undefined>;
  /** Newest first. */
  listOperations(request: {
    readonly tenantId: TenantId;
    readonly projectId?: ProjectId;
    readonly limit?: number;
  }): Promise<readonly Operation[]>;
  /** For the runner: no tenant, since it works for all of them. */
  loadRun(request: { readonly operationId: OperationId }): Promise<OperationRun | undefined>;
  /** Where an operation stands, without its plan and steps: what a reader or a waiting worker polls. */
  peek(request: { readonly operationId: OperationId }): Promise<OperationPulse | undefined>;
  /**
   * Where the operations of a project stand, the newest first: all that have not ended, and the `limit` newest ones
   * (default 50). What a viewer of a project polls.
   */
  listPulses(request: {
    readonly tenantId: TenantId;
    readonly projectId: ProjectId;
    readonly limit?: number;
  }): Promise<readonly (OperationPulse & { readonly operationId: OperationId })[]>;
  /** Operations that have not ended, oldest first. */
  listOpenOperations(request: Record<never, never>): Promise<readonly OperationId[]>;
  /**
   * Makes the operation the one of its group that may run, unless another open one is. Holding ends with the
   * operation. Done again by the holder it succeeds again.
   *
   * @returns the id of the operation that holds the group now: its own, or the other's
   */
  holdGroup(request: { readonly operationId: OperationId }): Promise<OperationId>;

  /**
   * Commits one transition in one transaction; `version` rises by one.
   *
   * @throws VERSION_CONFLICT when another writer was faster, or a lease in `expired` is not over; nothing is written.
   */
  commitTransition(request: OperationTransition): Promise<CommittedTransition>;
  /**
   * Appends events of running steps (log, progress) without a transition. Those of a step that is no longer running
   * in its epoch are left out.
   *
   * @returns one answer per entry: whether its events were written
   */
  appendStepEvents(request: {
    readonly entries: readonly {
      readonly fence: StepFence;
      readonly events: readonly NewOperationEvent[];
    }[];
  }): Promise<readonly ('written' | 'fenced')[]>;
  /** Extends the leases of running steps and stores what their executors report. @returns one answer per report */
  beat(request: {
    readonly leaseMs: number;
    readonly reports: readonly StepReport[];
  }): Promise<readonly BeatAnswer[]>;
  /** Asks a running operation to stop. False when it has ended already. */
  requestCancel(request: { readonly operationId: OperationId; readonly at: string }): Promise<boolean>;
  /** Events with `seq` > `after`, in order, at most `limit` (default 1000). */
  listEvents(request: {
    readonly operationId: OperationId;
    readonly after: number;
    readonly limit?: number;
  }): Promise<readonly OperationEvent[]>;
}

export interface CommittedTransition {
  readonly version: number;
  readonly lastSeq: number;
  /** The store's time of the commit, in milliseconds since 1970. */
  readonly committedAt: number;
}

/** The few facts of an operation that change. */
export interface OperationPulse {
  readonly status: OperationStatus;
  readonly version: number;
  readonly lastSeq: number;
  readonly cancelRequestedAt: string | null;
  /** The store's time, in milliseconds since 1970. */
  readonly readAt: number;
}
