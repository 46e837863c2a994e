import type { JsonValue, NewOperationEvent, StepFence } from '@orchard-studio/core';
import { fenced } from '@orchard-studio/core/memory';
import type { Database } from '../database.ts';
import { toNullableJson } from '../json-column.ts';
import { toEventRow } from './operation-rows.ts';
import { insertEvents } from './operation-writes.ts';

export function appendStepEvents(
  database: Database,
  request: { readonly fence: StepFence; readonly events: readonly NewOperationEvent[] },
): Promise<{ readonly lastSeq: number }> {
  const { operationId, step, epoch } = request.fence;
  const events = request.events.map(toEventRow);
  return database.write(async (db) => {
    const moved = await db
      .updateTable('orchard_operations')
      .set((eb) => ({ last_seq: eb('last_seq', '+', events.length) }))
      .where('id', '=', operationId)
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('orchard_operation_steps')
            .select('key')
            .where('operation_id', '=', operationId)
            .where('key', '=', step)
            .where('epoch', '=', epoch)
            .where('status', '=', 'running'),
        ),
      )
      .returning('last_seq')
      .executeTakeFirst();
    if (moved === undefined) throw fenced(step, epoch);
    await insertEvents(db, { operationId, lastSeq: moved.last_seq }, events);
    return { lastSeq: moved.last_seq };
  });
}

export function beat(
  database: Database,
  request: {
    readonly fence: StepFence;
    readonly leaseUntil: string;
    readonly progress?: number;
    readonly checkpoint?: JsonValue;
  },
): Promise<{ readonly cancelRequested: boolean }> {
  const { operationId, step, epoch } = request.fence;
  const changes = {
    lease_until: request.leaseUntil,
    ...(request.progress === undefined ? {} : { progress: request.progress }),
    ...(request.checkpoint === undefined ? {} : { checkpoint: toNullableJson(request.checkpoint) }),
  };
  return database.statement(async (db) => {
    const row = await db
      .updateTable('orchard_operation_steps')
      .set(changes)
      .where('operation_id', '=', operationId)
      .where('key', '=', step)
      .where('epoch', '=', epoch)
      .where('status', '=', 'running')
      .returning(({ selectFrom }) =>
        selectFrom('orchard_operations')
          .select('cancel_requested_at')
          .where('id', '=', operationId)
          .as('cancel_requested_at'),
      )
      .executeTakeFirst();
    if (row === undefined) throw fenced(step, epoch);
    return { cancelRequested: row.cancel_requested_at !== null };
  });
}
