import type { NewOperationEvent, Operation, StepState } from '@orchard-studio/core';
import { idTaken, requireSameRequest } from '@orchard-studio/core/memory';
import type { Database, Executor } from '../database.ts';
import { operations } from './operation-reads.ts';
import { toEventRow, toOperation, toOperationRow, toPlanRow, toStepRow } from './operation-rows.ts';
import { insertEvents, upsertSteps } from './operation-writes.ts';

/** The project's earlier operation with the same idempotency key. */
async function earlierWithKey(db: Executor, operation: Operation): Promise<Operation | undefined> {
  const { tenantId, projectId, idempotencyKey } = operation;
  if (idempotencyKey === null) return undefined;
  const row = await operations(db)
    .where('operation.idempotency_key', '=', idempotencyKey)
    .where('operation.tenant_id', '=', tenantId)
    // A project's keys are its own; operations outside any project share their tenant's.
    .where('operation.project_id', 'is not distinct from', projectId)
    .executeTakeFirst();
  return row && toOperation(row);
}

export function createOperation(
  database: Database,
  request: {
    readonly operation: Operation;
    readonly steps: readonly StepState[];
    readonly events: readonly NewOperationEvent[];
  },
): Promise<{ readonly operation: Operation; readonly created: boolean }> {
  // Taken down before the first wait: what the caller does with its objects later changes nothing.
  const operation = { ...structuredClone(request.operation), lastSeq: request.events.length };
  const steps = request.steps.map((step) => toStepRow(operation.id, step));
  const events = request.events.map(toEventRow);
  return database.write(async (db) => {
    const earlier = await earlierWithKey(db, operation);
    if (earlier !== undefined) {
      requireSameRequest(earlier, operation);
      return { operation: earlier, created: false };
    }
    const inserted = await db
      .insertInto('orchard_operations')
      .values(toOperationRow(operation))
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (inserted === undefined) throw idTaken('operation', operation.id);
    await db.insertInto('orchard_operation_plans').values(toPlanRow(operation)).execute();
    await upsertSteps(db, steps);
    await insertEvents(db, { operationId: operation.id, lastSeq: operation.lastSeq }, events);
    return { operation, created: true };
  });
}
