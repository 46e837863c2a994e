import type { BlueprintKey, Turn } from '@orchard-studio/core';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import { fromJson, fromNullableJson, toJson, toNullableJson } from '../json-column.ts';
import type { MessageRow, TurnRow } from '../tables.ts';

/** A literal, not a parameter, so that the database sees that its partial index of running turns fits. */
const RUNNING = sql.lit<Turn['status']>('running');

const toTurnRow = (turn: Turn): TurnRow => ({
  id: turn.id,
  blueprint_id: turn.blueprintId,
  seq: turn.seq,
  status: turn.status,
  mode: turn.mode,
  model: turn.model,
  usage: toNullableJson(turn.usage),
  base_revision: turn.baseRevision,
  revision: turn.revision,
  started_at: turn.startedAt,
  finished_at: turn.finishedAt,
});

function toMessages(turn: Turn): readonly MessageRow[] {
  const asked: MessageRow = {
    turn_id: turn.id,
    role: 'user',
    content: turn.message,
    answers: toJson(turn.answers),
  };
  const replied: MessageRow = { turn_id: turn.id, role: 'architect', content: turn.reply, answers: '[]' };
  return turn.reply === '' ? [asked] : [asked, replied];
}

const toTurn = (row: TurnRow & { message: string; answers: string; reply: string | null }): Turn => ({
  id: row.id,
  blueprintId: row.blueprint_id,
  seq: row.seq,
  status: row.status,
  message: row.message,
  answers: fromJson(row.answers),
  reply: row.reply ?? '',
  mode: row.mode,
  model: row.model,
  usage: fromNullableJson(row.usage),
  baseRevision: row.base_revision,
  revision: row.revision,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
});

/** Turns with their messages, in order of `seq`. */
const turns = (db: Executor) =>
  db
    .selectFrom('orchard_blueprint_turns as turn')
    .innerJoin('orchard_blueprints as blueprint', 'blueprint.id', 'turn.blueprint_id')
    .innerJoin('orchard_blueprint_messages as asked', (join) =>
      join.onRef('asked.turn_id', '=', 'turn.id').on('asked.role', '=', 'user'),
    )
    .leftJoin('orchard_blueprint_messages as replied', (join) =>
      join.onRef('replied.turn_id', '=', 'turn.id').on('replied.role', '=', 'architect'),
    )
    .selectAll('turn')
    .select(['blueprint.tenant_id', 'asked.content as message', 'asked.answers', 'replied.content as reply'])
    .orderBy('turn.seq');

export async function turnsOf(db: Executor, key: BlueprintKey) {
  const rows = await turns(db)
    .where('turn.blueprint_id', '=', key.blueprintId)
    .where('blueprint.tenant_id', '=', key.tenantId)
    .execute();
  return rows.map(toTurn);
}

export async function runningTurns(db: Executor) {
  const rows = await turns(db).where('turn.status', '=', RUNNING).execute();
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    blueprintId: row.blueprint_id,
    turn: toTurn(row),
  }));
}

export async function runningTurn(db: Executor, blueprintId: Turn['blueprintId']): Promise<Turn | undefined> {
  const row = await turns(db)
    .where('turn.blueprint_id', '=', blueprintId)
    .where('turn.status', '=', RUNNING)
    .executeTakeFirst();
  return row && toTurn(row);
}

export async function insertTurn(db: Executor, turn: Turn): Promise<boolean> {
  const inserted = await db
    .insertInto('orchard_blueprint_turns')
    .values(toTurnRow(turn))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) return false;
  await db.insertInto('orchard_blueprint_messages').values(toMessages(turn)).execute();
  return true;
}

/** Writes the end of a turn, and the reply beside the message. */
export async function updateTurn(db: Executor, turn: Turn): Promise<void> {
  const { status, mode, model, usage, revision, finished_at } = toTurnRow(turn);
  await db
    .updateTable('orchard_blueprint_turns')
    .set({ status, mode, model, usage, revision, finished_at })
    .where('id', '=', turn.id)
    .execute();
  if (turn.reply === '') return;
  await db
    .insertInto('orchard_blueprint_messages')
    .values(toMessages(turn).slice(1))
    .onConflict((conflict) => conflict.columns(['turn_id', 'role']).doUpdateSet({ content: turn.reply }))
    .execute();
}
