import type {
  Operation,
  OperationEvent,
  OperationId,
  OperationPulse,
  StepState,
  TenantId,
} from '@orchard-studio/core';
import { inPlanOrder } from '@orchard-studio/core';
import {
  type EventRow,
  type OperationRow,
  type PulseRow,
  type StepRow,
  toEvent,
  toOperation,
  toPulse,
  toStep,
} from '../../ledger/operation-rows.ts';
import {
  type EventPage,
  type OperationFilter,
  PAGE,
  PULSES,
  type PulseFilter,
  type PulseList,
} from '../../ledger/requests.ts';
import { rowOf, rowsOf } from '../../rows-of.ts';
import type { Statements } from './statements.ts';

/** SQLite's word for: as many as there are. */
const ALL = -1;

export function getOperation(
  statements: Statements,
  { operationId, tenantId }: { readonly operationId: OperationId; readonly tenantId: TenantId },
): Operation | undefined {
  const row = rowOf<OperationRow>(statements.get('ownOperation').get(operationId, tenantId));
  return row && toOperation(row);
}

export function listOperations(
  statements: Statements,
  { tenantId, projectId, limit = ALL }: OperationFilter,
): readonly Operation[] {
  const rows =
    projectId === undefined
      ? statements.get('operationsOfTenant').all(tenantId, limit)
      : statements.get('operationsOfProject').all(tenantId, projectId, limit);
  return rowsOf<OperationRow>(rows).map(toOperation);
}

/** Two reads: call it within one transaction. */
export function readRun(
  statements: Statements,
  operationId: OperationId,
): { readonly operation: Operation; readonly steps: readonly StepState[] } | undefined {
  const row = rowOf<OperationRow>(statements.get('operation').get(operationId));
  if (row === undefined) return undefined;
  const operation = toOperation(row);
  const steps = rowsOf<StepRow>(statements.get('steps').all(operationId)).map(toStep);
  return { operation, steps: inPlanOrder(operation, steps) };
}

export function readPulse(
  statements: Statements,
  operationId: OperationId,
): Omit<OperationPulse, 'readAt'> | undefined {
  const row = rowOf<PulseRow>(statements.get('pulse').get(operationId));
  return row && toPulse(row);
}

export function listPulses(
  statements: Statements,
  { tenantId, projectId, limit = PULSES }: PulseFilter,
  readAt: number,
): PulseList {
  const rows = statements.get('pulsesOfProject').all(tenantId, projectId, limit);
  return rowsOf<PulseRow & Pick<OperationRow, 'id'>>(rows).map(({ id, ...row }) => ({
    operationId: id,
    ...toPulse(row),
    readAt,
  }));
}

export function openOperations(statements: Statements): readonly OperationId[] {
  const rows = rowsOf<{ readonly id: OperationId }>(statements.get('openOperations').all());
  return rows.map(({ id }) => id);
}

export function listEvents(
  statements: Statements,
  { operationId, after, limit = PAGE }: EventPage,
): readonly OperationEvent[] {
  const rows = rowsOf<EventRow>(statements.get('events').all(operationId, after, limit));
  return rows.map((row) => toEvent(operationId, row));
}
