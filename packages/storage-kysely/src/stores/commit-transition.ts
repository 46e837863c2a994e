import type { OperationTransition } from '@orchard-studio/core';
import { notFound, versionConflict } from '@orchard-studio/core/memory';
import type { Updateable } from 'kysely';
import type { Database, Executor } from '../database.ts';
import type { OperationRow } from '../tables.ts';
import { toEventRow, toStepRow } from './operation-rows.ts';
import { insertEvents, upsertSteps } from './operation-writes.ts';

type Commit = Pick<OperationTransition, 'operationId' | 'ifVersion'>;

/** Columns of the fields a transition names; undefined ones stay as they are. */
function patch({ operation = {} }: OperationTransition): Updateable<OperationRow> {
  return {
    ...(operation.status === undefined ? {} : { status: operation.status }),
    ...(operation.startedAt === undefined ? {} : { started_at: operation.startedAt }),
    ...(operation.finishedAt === undefined ? {} : { finished_at: operation.finishedAt }),
    ...(operation.cancelRequestedAt === undefined
      ? {}
      : { cancel_requested_at: operation.cancelRequestedAt }),
  };
}

async function refuse(db: Executor, { operationId, ifVersion }: Commit): Promise<never> {
  const row = await db
    .selectFrom('orchard_operations')
    .select('id')
    .where('id', '=', operationId)
    .executeTakeFirst();
  throw row === undefined ? notFound('operation', operationId) : versionConflict(operationId, ifVersion);
}

export function commitTransition(
  database: Database,
  transition: OperationTransition,
): Promise<{ readonly version: number; readonly lastSeq: number }> {
  const { operationId, ifVersion } = transition;
  // Taken down before the first wait: what the caller does with its objects later changes nothing.
  const changes = patch(transition);
  const steps = transition.steps.map((step) => toStepRow(operationId, step));
  const events = transition.events.map(toEventRow);
  return database.write(async (db) => {
    const version = ifVersion + 1;
    const moved = await db
      .updateTable('orchard_operations')
      .set((eb) => ({ ...changes, version, last_seq: eb('last_seq', '+', events.length) }))
      .where('id', '=', operationId)
      .where('version', '=', ifVersion)
      .returning('last_seq')
      .executeTakeFirst();
    if (moved === undefined) return refuse(db, { operationId, ifVersion });
    const lastSeq = moved.last_seq;
    await upsertSteps(db, steps);
    await insertEvents(db, { operationId, lastSeq }, events);
    return { version, lastSeq };
  });
}
