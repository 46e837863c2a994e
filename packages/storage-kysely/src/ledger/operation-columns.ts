import type { Operation } from '@orchard-studio/core';
import { toNullableJson } from '../json-column.ts';

/** Columns that every database has for an operation, without its plan and inputs. */
export const OPERATION_COLUMNS = [
  'id',
  'tenant_id',
  'project_id',
  'tree',
  'plan_hash',
  'status',
  'version',
  'last_seq',
  'cancel_requested_at',
  'idempotency_key',
  'concurrency_group',
  'parent_operation_id',
  'parent_step',
  'forked_from_operation_id',
  'forked_from_step',
  'outputs',
  'created_at',
  'started_at',
  'finished_at',
] as const;

/** A value for each of `OPERATION_COLUMNS`, in their order. */
export const encodeOperation = (operation: Operation): readonly (string | number | null)[] => [
  operation.id,
  operation.tenantId,
  operation.projectId,
  operation.tree,
  operation.planHash,
  operation.status,
  operation.version,
  operation.lastSeq,
  operation.cancelRequestedAt,
  operation.idempotencyKey,
  operation.concurrencyGroup,
  operation.parent?.operationId ?? null,
  operation.parent?.step ?? null,
  operation.forkedFrom?.operationId ?? null,
  operation.forkedFrom?.step ?? null,
  toNullableJson(operation.outputs),
  operation.createdAt,
  operation.startedAt,
  operation.finishedAt,
];
