import type { SQLInputValue } from 'node:sqlite';
import type { NewOperationEvent, OperationId, OperationTransition, StepState } from '@orchard-studio/core';
import { toJson, toNullableJson } from '../../json-column.ts';

/** A step's columns in the order of the statements. */
export type StepValues = SQLInputValue[];
/** Place of `lease_until` among them. */
export const LEASE = 8;
/** Place of `outputs` among them. */
export const OUTPUTS = 10;

export const textOf = (value: SQLInputValue | undefined): string | null =>
  typeof value === 'string' ? value : null;

export const encodeStep = (operationId: OperationId, step: StepState): StepValues => [
  operationId,
  step.key,
  toNullableJson(step.matrix),
  step.status,
  step.attempt,
  step.epoch,
  step.takeovers,
  step.worker,
  step.leaseUntil,
  step.notBefore,
  toNullableJson(step.outputs),
  toNullableJson(step.error),
  toNullableJson(step.checkpoint),
  step.progress,
  step.skippedBecause,
  step.startedAt,
  step.finishedAt,
];

export interface EventValues {
  readonly type: string;
  readonly step: string | null;
  readonly at: string;
  readonly body: string;
}

export function encodeEvent({ type, timestamp, step, ...rest }: NewOperationEvent): EventValues {
  return { type, at: timestamp, step: step ?? null, body: toJson(rest) };
}

/** Names and values of the columns a transition sets; fields that are undefined stay as they are. */
export function encodeChanges({ operation }: OperationTransition): {
  readonly columns: string;
  readonly values: readonly SQLInputValue[];
} {
  if (operation === undefined) return { columns: '', values: [] };
  const { status, startedAt, finishedAt, cancelRequestedAt, outputs } = operation;
  const all: readonly (readonly [string, SQLInputValue | undefined])[] = [
    ['status', status],
    ['started_at', startedAt],
    ['finished_at', finishedAt],
    ['cancel_requested_at', cancelRequestedAt],
    ['outputs', outputs === undefined ? undefined : toNullableJson(outputs)],
  ];
  const named = all.filter(([, value]) => value !== undefined);
  return { columns: named.map(([name]) => name).join(','), values: named.map(([, value]) => value ?? null) };
}
