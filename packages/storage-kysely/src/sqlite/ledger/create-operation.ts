import { artifactsNamedBy, type Operation } from '@orchard-studio/core';
import { idTaken, requireSameRequest } from '@orchard-studio/core/memory';
import { toJson, toNullableJson } from '../../json-column.ts';
import { encodeOperation } from '../../ledger/operation-columns.ts';
import { type OperationRow, toOperation } from '../../ledger/operation-rows.ts';
import type { Creation, NewOperation } from '../../ledger/requests.ts';
import { rowOf } from '../../rows-of.ts';
import { encodeEvent, encodeStep, OUTPUTS, textOf } from './encode.ts';
import { insertEvents, type LedgerWrite, useBlobs } from './writes.ts';

/** The project's earlier operation with the same idempotency key. */
function earlierWithKey({ statements }: LedgerWrite, operation: Operation): Operation | undefined {
  const { tenantId, projectId, idempotencyKey } = operation;
  if (idempotencyKey === null) return undefined;
  // A project's keys are its own; operations outside any project share their tenant's.
  const row = rowOf<OperationRow>(
    statements.get('operationWithKey').get(idempotencyKey, tenantId, projectId),
  );
  return row && toOperation(row);
}

/** Takes a new operation down and gives the work that stores it. */
export function createOperation(request: NewOperation): (write: LedgerWrite) => Creation {
  const operation = { ...structuredClone(request.operation), lastSeq: request.events.length };
  const values = encodeOperation(operation);
  const inputs = toJson(operation.inputs);
  const plan = [operation.id, toJson(operation.plan), inputs];
  const steps = request.steps.map((step) => encodeStep(operation.id, step));
  const events = request.events.map(encodeEvent);
  const outputs = [toNullableJson(operation.outputs), ...steps.map((step) => textOf(step[OUTPUTS]))];
  const blobs = artifactsNamedBy([inputs, ...outputs]);
  return (write) => {
    const { statements } = write;
    const earlier = earlierWithKey(write, operation);
    if (earlier !== undefined) {
      requireSameRequest(earlier, operation);
      return { operation: earlier, created: false };
    }
    const { changes } = statements.get('insertOperation').run(...values);
    if (changes === 0) throw idTaken('operation', operation.id);
    statements.get('insertPlan').run(...plan);
    for (const step of steps) statements.get('insertStep').run(...step);
    insertEvents(write, { operationId: operation.id, lastSeq: operation.lastSeq }, events);
    useBlobs(write, operation.id, blobs);
    return { operation, created: true };
  };
}
