import type { OperationId } from '@orchard-studio/core';
import type { EventValues, StepValues } from './encode.ts';
import type { Statements } from './statements.ts';

/** What every write works with, within a transaction. */
export interface LedgerWrite {
  readonly statements: Statements;
  /** Now by the store's clock, in milliseconds since 1970. */
  readonly now: number;
}

/** Writes steps whole, known ones and new ones. */
export function putSteps({ statements }: LedgerWrite, steps: readonly StepValues[]): void {
  const update = statements.get('updateStep');
  for (const values of steps) {
    if (update.run(...values).changes === 0) statements.get('insertStep').run(...values);
  }
}

/** Takes down that an operation uses blobs. */
export function useBlobs({ statements }: LedgerWrite, operationId: string, hashes: readonly string[]): void {
  for (const hash of hashes) statements.get('useBlob').run(hash, operationId);
}

/** Appends events, the last of which gets `lastSeq`. */
export function insertEvents(
  { statements }: LedgerWrite,
  { operationId, lastSeq }: { readonly operationId: OperationId; readonly lastSeq: number },
  events: readonly EventValues[],
): void {
  const insert = statements.get('insertEvent');
  let seq = lastSeq - events.length;
  for (const { type, step, at, body } of events) {
    seq += 1;
    insert.run(operationId, seq, type, step, at, body);
  }
}
