import type { OperationId } from '@orchard-studio/core';
import { chunks, INSERT_ROWS } from '../chunks.ts';
import type { Executor } from '../database.ts';
import type { StepRow } from '../tables.ts';
import type { UnnumberedEvent } from './operation-rows.ts';

/** Writes steps whole, new ones and known ones. */
export async function upsertSteps(db: Executor, rows: readonly StepRow[]): Promise<void> {
  for (const some of chunks(rows, INSERT_ROWS)) {
    await db
      .insertInto('orchard_operation_steps')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['operation_id', 'key']).doUpdateSet(({ ref }) => ({
          status: ref('excluded.status'),
          attempt: ref('excluded.attempt'),
          epoch: ref('excluded.epoch'),
          worker: ref('excluded.worker'),
          lease_until: ref('excluded.lease_until'),
          not_before: ref('excluded.not_before'),
          outputs: ref('excluded.outputs'),
          error: ref('excluded.error'),
          checkpoint: ref('excluded.checkpoint'),
          progress: ref('excluded.progress'),
          skipped_because: ref('excluded.skipped_because'),
          started_at: ref('excluded.started_at'),
          finished_at: ref('excluded.finished_at'),
        })),
      )
      .execute();
  }
}

/** Appends events that end at `lastSeq`. */
export async function insertEvents(
  db: Executor,
  target: { readonly operationId: OperationId; readonly lastSeq: number },
  events: readonly UnnumberedEvent[],
): Promise<void> {
  const first = target.lastSeq - events.length + 1;
  const rows = events.map((event, at) => ({
    operation_id: target.operationId,
    seq: first + at,
    ...event,
  }));
  for (const some of chunks(rows, INSERT_ROWS)) {
    await db.insertInto('orchard_operation_events').values(some).execute();
  }
}
