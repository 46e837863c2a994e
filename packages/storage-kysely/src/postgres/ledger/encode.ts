import {
  artifactsNamedBy,
  type NewOperationEvent,
  type OperationId,
  type OperationTransition,
  type StepState,
} from '@orchard-studio/core';
import { toJson, toNullableJson } from '../../json-column.ts';

/**
 * One record of a parameter: rows travel as one JSON text per kind, which PostgreSQL turns into rows. Null is left out.
 * What is JSON itself goes as text within, so that it is kept as it was written, `\u0000` included.
 */
export type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Text of a column: PostgreSQL takes neither NUL nor half a surrogate pair. */
const clean = (text: string | null): string | undefined => text?.toWellFormed().replaceAll('\0', '\ufffd');
const json = (value: unknown): string | undefined => toNullableJson(value) ?? undefined;

export const encodeStep = (step: StepState): Fields => ({
  key: step.key,
  matrix: json(step.matrix),
  status: step.status,
  attempt: step.attempt,
  epoch: step.epoch,
  takeovers: step.takeovers,
  worker: clean(step.worker),
  lease_until: step.leaseUntil ?? undefined,
  not_before: step.notBefore ?? undefined,
  outputs: json(step.outputs),
  error: json(step.error),
  checkpoint: json(step.checkpoint),
  progress: step.progress,
  skipped_because: clean(step.skippedBecause),
  started_at: step.startedAt ?? undefined,
  finished_at: step.finishedAt ?? undefined,
});

export function encodeEvent(event: NewOperationEvent, at: number): Fields {
  const { type, timestamp, step, phase, status, attempt, epoch, ...rest } = event;
  const body = toJson(rest);
  return {
    ...{ n: at + 1, at: timestamp, type, step, phase, status, attempt, epoch },
    body: body === '{}' ? undefined : body,
  };
}

/** The blobs that JSON texts name: what whoever holds these texts uses. */
export const encodeBlobs = (texts: readonly Fields[string][]): readonly Fields[] =>
  artifactsNamedBy(texts.map((text) => (typeof text === 'string' ? text : null))).map((hash) => ({ hash }));

/** Which fields a transition names, as bits, and their values; undefined ones stay as they are. */
export function encodeMove(
  { operationId, ifVersion, operation = {}, events }: OperationTransition,
  leaseMs: number,
): Fields {
  const { status, startedAt, finishedAt, cancelRequestedAt, outputs } = operation;
  const fields = [startedAt, finishedAt, cancelRequestedAt, outputs];
  const named = fields.reduce<number>(
    (bits, field, at) => (field === undefined ? bits : bits | (1 << at)),
    0,
  );
  return {
    ...{ id: operationId, if_version: ifVersion, events: events.length, named, lease_ms: leaseMs, status },
    started_at: startedAt ?? undefined,
    finished_at: finishedAt ?? undefined,
    cancel_requested_at: cancelRequestedAt ?? undefined,
    outputs: outputs === undefined ? undefined : json(outputs),
  };
}

/** The parameter that brings these records, each with the place of what it belongs to. */
export const parameter = (groups: readonly (readonly Fields[])[]): string =>
  JSON.stringify(groups.flatMap((rows, at) => rows.map((row) => ({ place: at + 1, ...row }))));

export const fenceFields = (fence: {
  readonly operationId: OperationId;
  readonly step: string;
  readonly epoch: number;
}): Fields => ({ id: fence.operationId, key: fence.step, epoch: fence.epoch });
