import type {
  Operation,
  OperationEvent,
  OperationId,
  OperationRun,
  OperationStatus,
  StepState,
} from '@orchard-studio/core';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import { toEvent, toOperation, toStep } from './operation-rows.ts';

const END: readonly OperationStatus[] = ['succeeded', 'failed', 'cancelled'];

/** Literals, not parameters, so that the database sees that its partial index of open operations fits. */
export const ENDED = END.map((status) => sql.lit(status));

/** Operations with their plans. */
export const operations = (db: Executor) =>
  db
    .selectFrom('orchard_operations as operation')
    .innerJoin('orchard_operation_plans as frozen', 'frozen.operation_id', 'operation.id')
    .selectAll('operation')
    .select(['frozen.plan', 'frozen.inputs']);

function inPlanOrder({ plan }: Operation, steps: readonly StepState[]): readonly StepState[] {
  const place = new Map(plan.steps.map(({ key }, at) => [key, at]));
  const at = ({ key }: StepState): number => place.get(key) ?? plan.steps.length;
  return steps.toSorted((a, b) => at(a) - at(b));
}

/** Two reads: call it on one view. */
export async function loadRun(db: Executor, operationId: OperationId): Promise<OperationRun | undefined> {
  const row = await operations(db).where('operation.id', '=', operationId).executeTakeFirst();
  if (row === undefined) return undefined;
  const operation = toOperation(row);
  const steps = await db
    .selectFrom('orchard_operation_steps')
    .selectAll()
    .where('operation_id', '=', operationId)
    .execute();
  return { operation, steps: inPlanOrder(operation, steps.map(toStep)) };
}

export async function openOperations(db: Executor): Promise<readonly OperationId[]> {
  const rows = await db
    .selectFrom('orchard_operations')
    .select('id')
    .where('status', 'not in', ENDED)
    .orderBy('created_at')
    .orderBy('ordinal')
    .execute();
  return rows.map(({ id }) => id);
}

export async function eventsAfter(
  db: Executor,
  request: { readonly operationId: OperationId; readonly after: number; readonly limit?: number },
): Promise<readonly OperationEvent[]> {
  const rows = await db
    .selectFrom('orchard_operation_events')
    .selectAll()
    .where('operation_id', '=', request.operationId)
    .where('seq', '>', request.after)
    .orderBy('seq')
    .limit(request.limit ?? 1_000)
    .execute();
  return rows.map(toEvent);
}
