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
   * New states of the steps that change. New steps among them are combinations of a matrix (`matrix` is not null): all
   * others are there since the operation was made. A running one is a claim: its `leaseUntil` is not
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

  /**
   * Moves the beginning of a log out of the ledger, once it is in the BlobStore: deletes the events of a stretch and
   * notes which blob holds them. `listEvents` no longer gives them.
   *
   * @returns false, and nothing is done, unless the stretch begins right after the one before it and ends before the
   * last event. That one always stays: so a page of events is empty only when there are none after its cursor.
   */
  archiveEvents(request: {
    readonly operationId: OperationId;
    readonly archived: ArchivedEvents;
  }): Promise<boolean>;
  /** The stretches of a log that were archived, in order: without gaps, from the first event on. */
  listArchives(request: { readonly operationId: OperationId }): Promise<readonly ArchivedEvents[]>;
  /**
   * Operations that ended before an instant, the longest ended first, at most `limit` (default 100). Of those:
   * `archivable` ones have events that could be archived; `deletable` ones are not sub-trees of a stored operation.
   */
  listEndedOperations(request: {
    readonly which: 'archivable' | 'deletable';
    readonly endedBefore: string;
    readonly limit?: number;
  }): Promise<readonly EndedOperation[]>;
  /**
   * Deletes an operation whole: steps, events, plan, idempotency key. The blobs it used remain known; see
   * `listUnusedBlobs`. False when it did not end before that instant, or is not there.
   */
  deleteOperation(request: {
    readonly operationId: OperationId;
    readonly endedBefore: string;
  }): Promise<boolean>;
  /**
   * Blobs that deleted operations used and no stored one uses, by hash, at most `limit` (default 100) after a hash. An
   * operation uses the blobs of its archives, and the artifacts that its inputs, its outputs or the outputs of its
   * steps have named.
   */
  listUnusedBlobs(request: { readonly after?: string; readonly limit?: number }): Promise<readonly string[]>;
  /** Takes down that the blobs are gone. Those that are used again by now stay known. */
  forgetBlobs(request: { readonly hashes: readonly string[] }): Promise<void>;
}

/** A stretch of a log that is kept in the BlobStore, both ends included. */
export interface ArchivedEvents {
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Hash of the blob. */
  readonly blob: string;
}

export interface EndedOperation {
  readonly operationId: OperationId;
  readonly lastSeq: number;
  /** `seq` of the last event that was archived; 0 when none was. */
  readonly archivedTo: number;
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
