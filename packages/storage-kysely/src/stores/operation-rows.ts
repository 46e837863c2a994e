import type { NewOperationEvent, Operation, OperationEvent, StepState } from '@orchard-studio/core';
import type { Insertable, Selectable } from 'kysely';
import { fromJson, fromNullableJson, toJson, toNullableJson } from '../json-column.ts';
import type { EventRow, OperationPlanRow, OperationRow, StepRow } from '../tables.ts';

export const toOperationRow = (operation: Operation): Insertable<OperationRow> => ({
  id: operation.id,
  tenant_id: operation.tenantId,
  project_id: operation.projectId,
  tree: operation.tree,
  plan_hash: operation.planHash,
  status: operation.status,
  version: operation.version,
  last_seq: operation.lastSeq,
  cancel_requested_at: operation.cancelRequestedAt,
  idempotency_key: operation.idempotencyKey,
  created_at: operation.createdAt,
  started_at: operation.startedAt,
  finished_at: operation.finishedAt,
});

export const toPlanRow = (operation: Operation): OperationPlanRow => ({
  operation_id: operation.id,
  plan: toJson(operation.plan),
  inputs: toJson(operation.inputs),
});

export const toOperation = (
  row: Omit<Selectable<OperationRow>, 'ordinal'> & Pick<OperationPlanRow, 'plan' | 'inputs'>,
): Operation => ({
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
  createdAt: row.created_at,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
});

export const toStepRow = (operationId: Operation['id'], step: StepState): StepRow => ({
  operation_id: operationId,
  key: step.key,
  status: step.status,
  attempt: step.attempt,
  epoch: step.epoch,
  worker: step.worker,
  lease_until: step.leaseUntil,
  not_before: step.notBefore,
  outputs: toNullableJson(step.outputs),
  error: toNullableJson(step.error),
  checkpoint: toNullableJson(step.checkpoint),
  progress: step.progress,
  skipped_because: step.skippedBecause,
  started_at: step.startedAt,
  finished_at: step.finishedAt,
});

export const toStep = (row: StepRow): StepState => ({
  key: row.key,
  status: row.status,
  attempt: row.attempt,
  epoch: row.epoch,
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

/** A row of the log, but for the number it gets in the transaction. */
export type UnnumberedEvent = Omit<EventRow, 'operation_id' | 'seq'>;

export function toEventRow({ type, timestamp, step, ...rest }: NewOperationEvent): UnnumberedEvent {
  return { type, at: timestamp, step: step ?? null, body: toJson(rest) };
}

export const toEvent = (row: EventRow): OperationEvent => ({
  v: 1,
  operationId: row.operation_id,
  seq: row.seq,
  type: row.type,
  timestamp: row.at,
  ...(row.step === null ? {} : { step: row.step }),
  ...fromJson<Omit<NewOperationEvent, 'type' | 'timestamp' | 'step'>>(row.body),
});
