import { createHash } from 'node:crypto';
import { idTaken, requireSameRequest } from '@orchard-studio/core/memory';
import { toJson } from '../../json-column.ts';
import { encodeOperation } from '../../ledger/operation-columns.ts';
import { type OperationRow, toOperation } from '../../ledger/operation-rows.ts';
import type { Creation, NewOperation } from '../../ledger/requests.ts';
import type { PostgresDatabase } from '../postgres-database.ts';
import { encodeBlobs, encodeEvent, encodeStep, parameter } from './encode.ts';
import type { LedgerSql } from './sql.ts';

/** An index cannot hold keys of any length. */
const hashOf = (key: string | null): string | null =>
  key === null ? null : createHash('sha256').update(key).digest('base64url');

export async function createOperation(
  database: PostgresDatabase,
  sql: LedgerSql,
  request: NewOperation,
): Promise<Creation> {
  // Taken down before the first wait: what the caller does with its objects later changes nothing.
  const operation = { ...structuredClone(request.operation), lastSeq: request.events.length };
  const encoded = request.steps.map(encodeStep);
  const held = [
    toJson(operation.inputs),
    toJson(operation.outputs),
    ...encoded.map(({ outputs }) => outputs),
  ];
  const values = [
    ...encodeOperation(operation),
    hashOf(operation.idempotencyKey),
    toJson(operation.plan),
    toJson(operation.inputs),
    parameter([encoded]),
    parameter([request.events.map(encodeEvent)]),
    parameter([encodeBlobs(held)]),
  ];
  const steps = encoded.length;
  const created = await database.query(sql.create, values);
  if (created.length > 0) {
    database.grew(1 + steps);
    return { operation, created: true };
  }
  const { id, tenantId, projectId, idempotencyKey } = operation;
  const [row] =
    idempotencyKey === null
      ? []
      : await database.query<OperationRow>(sql.operationWithKey, [
          hashOf(idempotencyKey),
          tenantId,
          projectId,
        ]);
  if (row === undefined) throw idTaken('operation', id);
  const earlier = toOperation(row);
  requireSameRequest(earlier, operation);
  return { operation: earlier, created: false };
}
