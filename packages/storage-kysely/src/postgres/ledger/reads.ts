import {
  inPlanOrder,
  type Operation,
  type OperationEvent,
  type OperationId,
  type OperationPulse,
  type OperationRun,
  type StepState,
  type StepStatus,
} from '@orchard-studio/core';
import { fromJson } from '../../json-column.ts';
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
import type { PostgresDatabase } from '../postgres-database.ts';
import type { LedgerSql } from './sql.ts';

type Text = string | null;
type StepTuple = readonly [
  ...[key: string, matrix: Text, status: StepStatus, attempt: number, epoch: number, takeovers: number],
  ...[worker: Text, leaseUntil: Text, notBefore: Text, outputs: Text, error: Text, checkpoint: Text],
  ...[progress: number, skippedBecause: Text, startedAt: Text, finishedAt: Text],
];

function stepOf(values: StepTuple): StepState {
  const [key, matrix, status, attempt, epoch, takeovers, worker, lease_until, not_before, ...more] = values;
  const [outputs, error, checkpoint, progress, skipped_because, started_at, finished_at] = more;
  const row: StepRow = {
    ...{ key, matrix, status, attempt, epoch, takeovers, worker, lease_until, not_before, outputs, error },
    ...{ checkpoint, progress, skipped_because, started_at, finished_at },
  };
  return toStep(row);
}

export async function loadRun(
  database: PostgresDatabase,
  sql: LedgerSql,
  operationId: OperationId,
): Promise<OperationRun | undefined> {
  type Row = OperationRow & { readonly now_ms: number; readonly steps: string };
  const [row] = await database.query<Row>(sql.run, [operationId]);
  if (row === undefined) return undefined;
  const operation = toOperation(row);
  const steps = fromJson<readonly StepTuple[]>(row.steps).map(stepOf);
  return { operation, steps: inPlanOrder(operation, steps), readAt: Number(row.now_ms) };
}

type PulseNow = PulseRow & { readonly now_ms: number };

const pulseOf = (row: PulseNow): OperationPulse => ({ ...toPulse(row), readAt: Number(row.now_ms) });

export async function peek(
  database: PostgresDatabase,
  sql: LedgerSql,
  operationId: OperationId,
): Promise<OperationPulse | undefined> {
  const [row] = await database.query<PulseNow>(sql.pulse, [operationId]);
  return row && pulseOf(row);
}

export async function listPulses(
  database: PostgresDatabase,
  sql: LedgerSql,
  { tenantId, projectId, limit = PULSES }: PulseFilter,
): Promise<PulseList> {
  type Row = PulseNow & Pick<OperationRow, 'id'>;
  const rows = await database.query<Row>(sql.pulsesOfProject, [tenantId, projectId, limit]);
  return rows.map(({ id, ...row }) => ({ operationId: id, ...pulseOf(row) }));
}

export async function listOperations(
  database: PostgresDatabase,
  sql: LedgerSql,
  { tenantId, projectId, limit = null }: { [key in keyof OperationFilter]: OperationFilter[key] | null },
): Promise<readonly Operation[]> {
  const rows =
    projectId === undefined
      ? await database.query<OperationRow>(sql.operationsOfTenant, [tenantId, limit])
      : await database.query<OperationRow>(sql.operationsOfProject, [tenantId, limit, projectId]);
  return rows.map(toOperation);
}

/** Rows of this database have columns for what almost every event has. */
type EventColumns = Omit<EventRow, 'body'> &
  Record<'phase' | 'status' | 'body', Text> &
  Record<'attempt' | 'epoch', number | null>;

function eventOf(operationId: OperationId, row: EventColumns): OperationEvent {
  const { phase, status, attempt, epoch, body } = row;
  const named = Object.entries({ phase, status, attempt, epoch }).filter(([, value]) => value !== null);
  return { ...toEvent(operationId, { ...row, body: body ?? '{}' }), ...Object.fromEntries(named) };
}

export async function listEvents(
  database: PostgresDatabase,
  sql: LedgerSql,
  { operationId, after, limit = PAGE }: EventPage,
): Promise<readonly OperationEvent[]> {
  const rows = await database.query<EventColumns>(sql.events, [operationId, after, limit]);
  return rows.map((row) => eventOf(operationId, row));
}
