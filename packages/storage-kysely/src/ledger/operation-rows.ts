import type {
  ArchivedEvents,
  EndedOperation,
  ForkOrigin,
  NewOperationEvent,
  Operation,
  OperationEvent,
  OperationEventType,
  OperationId,
  OperationPulse,
  OperationStatus,
  ProjectId,
  StepReference,
  StepState,
  StepStatus,
  TenantId,
} from '@orchard-studio/core';
import { fromJson, fromNullableJson } from '../json-column.ts';

/** An operation with its plan, as every database gives it: instants in ISO-8601, JSON as text. */
export interface OperationRow {
  readonly id: OperationId;
  readonly tenant_id: TenantId;
  readonly project_id: ProjectId | null;
  readonly tree: string;
  readonly plan_hash: string;
  readonly status: OperationStatus;
  readonly version: number;
  readonly last_seq: number;
  readonly cancel_requested_at: string | null;
  readonly idempotency_key: string | null;
  readonly concurrency_group: string | null;
  readonly parent_operation_id: OperationId | null;
  readonly parent_step: string | null;
  readonly forked_from_operation_id: OperationId | null;
  readonly forked_from_step: string | null;
  readonly outputs: string | null;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly plan: string;
  readonly inputs: string;
}

export interface StepRow {
  readonly key: string;
  readonly matrix: string | null;
  readonly status: StepStatus;
  readonly attempt: number;
  readonly epoch: number;
  readonly takeovers: number;
  readonly worker: string | null;
  readonly lease_until: string | null;
  readonly not_before: string | null;
  readonly outputs: string | null;
  readonly error: string | null;
  readonly checkpoint: string | null;
  readonly progress: number;
  readonly skipped_because: string | null;
  readonly started_at: string | null;
  readonly finished_at: string | null;
}

export interface EventRow {
  readonly seq: number;
  readonly type: OperationEventType;
  readonly step: string | null;
  readonly at: string;
  /** The rest of the event. */
  readonly body: string;
}

export interface EndedRow {
  readonly id: OperationId;
  readonly last_seq: number;
  readonly archived_to: number;
}

export interface ArchiveRow {
  readonly first_seq: number;
  readonly last_seq: number;
  readonly blob: string;
}

export const toEnded = (row: EndedRow): EndedOperation => ({
  operationId: row.id,
  lastSeq: row.last_seq,
  archivedTo: row.archived_to,
});

export const toArchive = (row: ArchiveRow): ArchivedEvents => ({
  firstSeq: row.first_seq,
  lastSeq: row.last_seq,
  blob: row.blob,
});

const parentOf = (operationId: OperationId | null, step: string | null): StepReference | null =>
  operationId === null || step === null ? null : { operationId, step };

const originOf = (operationId: OperationId | null, step: string | null): ForkOrigin | null =>
  operationId === null ? null : { operationId, step };

export const toOperation = (row: OperationRow): Operation => ({
  id: row.id,
  tenantId: row.tenant_id,
  projectId: row.project_id,
  tree: row.tree,
  planHash: row.plan_hash,
  plan: fromJson(row.plan),
  inputs: fromJson(row.inputs),
  status: row.status,
  version: row.version,
  lastSeq: row.last_seq,
  cancelRequestedAt: row.cancel_requested_at,
  idempotencyKey: row.idempotency_key,
  concurrencyGroup: row.concurrency_group,
  parent: parentOf(row.parent_operation_id, row.parent_step),
  forkedFrom: originOf(row.forked_from_operation_id, row.forked_from_step),
  outputs: fromNullableJson(row.outputs),
  createdAt: row.created_at,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
});

/** What tells that an operation moved. */
export type PulseRow = Pick<OperationRow, 'status' | 'version' | 'last_seq' | 'cancel_requested_at'>;

/** The store knows when it read. */
export const toPulse = (row: PulseRow): Omit<OperationPulse, 'readAt'> => ({
  status: row.status,
  version: row.version,
  lastSeq: row.last_seq,
  cancelRequestedAt: row.cancel_requested_at,
});

export const toStep = (row: StepRow): StepState => ({
  key: row.key,
  matrix: fromNullableJson(row.matrix),
  status: row.status,
  attempt: row.attempt,
  epoch: row.epoch,
  takeovers: row.takeovers,
  worker: row.worker,
  leaseUntil: row.lease_until,
  notBefore: row.not_before,
  outputs: fromNullableJson(row.outputs),
  error: fromNullableJson(row.error),
  checkpoint: fromNullableJson(row.checkpoint),
  progress: row.progress,
  skippedBecause: row.skipped_because,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
});

export const toEvent = (operationId: OperationId, row: EventRow): OperationEvent => ({
  v: 1,
  operationId,
  seq: row.seq,
  type: row.type,
  timestamp: row.at,
  ...(row.step === null ? {} : { step: row.step }),
  ...fromJson<Omit<NewOperationEvent, 'type' | 'timestamp' | 'step'>>(row.body),
});
