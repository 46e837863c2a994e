import type { OperationId, ProjectId, TenantId } from '../ids.ts';
import type { JsonValue } from '../json.ts';
import type { NewOperationEvent, OperationEvent } from '../operation/event.ts';
import type { Operation, OperationStatus, StepState } from '../operation/operation.ts';

/** An operation with all its steps, read in one consistent view. */
export interface OperationRun {
  readonly operation: Operation;
  /** In plan order. */
  readonly steps: readonly StepState[];
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
  };
  /** New states of the steps that change. */
  readonly steps: readonly StepState[];
  readonly events: readonly NewOperationEvent[];
}

export interface StepFence {
  readonly operationId: OperationId;
  readonly step: string;
  readonly epoch: number;
}

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
  /** Operations that have not ended, oldest first. */
  listOpenOperations(request: Record<never, never>): Promise<readonly OperationId[]>;

  /**
   * Commits one transition in one transaction; `version` rises by one.
   *
   * @throws VERSION_CONFLICT when another writer was faster; nothing is written.
   */
  commitTransition(
    request: OperationTransition,
  ): Promise<{ readonly version: number; readonly lastSeq: number }>;
  /**
   * Appends events of a running step (log, progress) without a transition.
   *
   * @throws FENCED when the step is no longer running in this epoch.
   */
  appendStepEvents(request: {
    readonly fence: StepFence;
    readonly events: readonly NewOperationEvent[];
  }): Promise<{ readonly lastSeq: number }>;
  /**
   * Extends the lease of a running step and stores what the executor reports.
   *
   * @throws FENCED when the step is no longer running in this epoch.
   */
  beat(request: {
    readonly fence: StepFence;
    readonly leaseUntil: string;
    readonly progress?: number;
    readonly checkpoint?: JsonValue;
  }): Promise<{ readonly cancelRequested: boolean }>;
  /** Asks a running operation to stop. False when it has ended already. */
  requestCancel(request: { readonly operationId: OperationId; readonly at: string }): Promise<boolean>;
  /** Events with `seq` > `after`, in order, at most `limit` (default 1000). */
  listEvents(request: {
    readonly operationId: OperationId;
    readonly after: number;
    readonly limit?: number;
  }): Promise<readonly OperationEvent[]>;
}
