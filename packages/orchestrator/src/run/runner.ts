import type { Operation, OperationEvent, OperationId, Plan } from '@orchard-studio/core';
import type { Decision } from './approval.ts';
import type { RerunScope } from './fork.ts';
import type { OperationHints } from './hints.ts';
import type { StartRequest } from './new-operation.ts';
import type { EventsRequest } from './read-events.ts';

/** What a rerun repeats. */
export interface RerunRequest {
  readonly operationId: OperationId;
  /** The step to run again. Default: the whole operation. */
  readonly from?: string | undefined;
  /** Default: the step and all that need it. */
  readonly scope?: RerunScope;
  /** A newer plan of the same tree. Default: the plan that the operation was started with. */
  readonly plan?: Plan;
}

/** The work of one process. */
export interface RunnerLoad {
  /** Attempts it may run at once. */
  readonly slots: { readonly busy: number; readonly free: number };
  readonly pools: readonly {
    readonly pool: string;
    readonly running: number;
    /** Steps that lack nothing but a worker. */
    readonly ready: number;
    /** How long the first of these has waited; 0 when there is none. */
    readonly oldestReadySeconds: number;
  }[];
}

/** Runs trees: durable, resumable, observable. */
export interface Runner {
  /**
   * Stores the operation and starts to work on it in this process.
   *
   * @throws EXECUTOR_NOT_FOUND when a step uses an unregistered executor.
   * @throws IDEMPOTENCY_KEY_REUSED
   * @throws GROUP_BUSY when another operation of its concurrency group is open and the tree says `reject`
   */
  start(request: StartRequest): Promise<Operation>;
  /** Asks the operation to stop; running steps are aborted, the rest is cancelled. False when it has ended already. */
  cancel(request: { readonly operationId: OperationId }): Promise<boolean>;
  /**
   * Runs the failed, skipped and cancelled steps of an ended operation again; completed steps keep their outputs.
   * An operation that is still open is simply taken up.
   *
   * @throws OPERATION_NOT_RESUMABLE when it has succeeded. @throws NOT_FOUND
   */
  resume(request: { readonly operationId: OperationId }): Promise<void>;
  /**
   * Starts a new operation that repeats an ended one from a step on; what completed before keeps its outputs.
   *
   * @throws NOT_FOUND when there is no such operation or step; OPERATION_NOT_RESUMABLE while it is still running
   */
  rerun(request: RerunRequest): Promise<Operation>;
  /** Records what a person decided on a step that waits for approval. @throws STEP_NOT_WAITING, FORBIDDEN, NOT_FOUND */
  decide(request: Decision): Promise<void>;
  /** Resolves with the operation once it has ended. */
  wait(request: { readonly operationId: OperationId; readonly signal?: AbortSignal }): Promise<Operation>;
  /** Takes up every open operation of the store: call it once after a start. Resolves when all are taken up. */
  recover(): Promise<void>;
  /** Keeps taking up open operations, those of other processes included, until the signal aborts. */
  work(request: { readonly signal: AbortSignal }): Promise<void>;
  /** Events after a cursor, without gap or repetition, until the operation has ended. */
  events(request: EventsRequest): AsyncGenerator<OperationEvent, void, void>;
  /** What this process does now: for gauges, and for those who scale. Looks at every step of its operations. */
  load(): RunnerLoad;
  /** Wakes readers of the event log in this process. */
  readonly hints: OperationHints;
  /** Stops all attempts and lets go of their operations, which stay open in the ledger. */
  close(): Promise<void>;
}
