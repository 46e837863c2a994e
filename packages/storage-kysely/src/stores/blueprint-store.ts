import type {
  Blueprint,
  BlueprintKey,
  BlueprintOperation,
  BlueprintStore,
  Turn,
  TurnResult,
} from '@orchard-studio/core';
import {
  blueprintAfterTurn,
  idTaken,
  notFound,
  requireApprovable,
  turnAfterResult,
  turnInProgress,
} from '@orchard-studio/core/memory';
import { chunks, INSERT_ROWS } from '../chunks.ts';
import type { Database, Executor } from '../database.ts';
import { fromJson, toJson } from '../json-column.ts';
import {
  findBlueprint,
  requireBlueprint,
  toBlueprint,
  toBlueprintRow,
  updateBlueprint,
} from './blueprint-rows.ts';
import { insertTurn, runningTurn, runningTurns, turnsOf, updateTurn } from './turn-rows.ts';

async function startTurn(db: Executor, { turn, ...key }: BlueprintKey & { turn: Turn }): Promise<Turn> {
  const blueprint = await requireBlueprint(db, key);
  const running = await runningTurn(db, blueprint.id);
  if (running !== undefined) throw turnInProgress(running.id);
  const { last } = await db
    .selectFrom('orchard_blueprint_turns')
    .select(({ fn }) => fn.max('seq').as('last'))
    .where('blueprint_id', '=', blueprint.id)
    .executeTakeFirstOrThrow();
  const stored = { ...turn, seq: Number(last ?? 0) + 1 };
  if (!(await insertTurn(db, stored))) throw idTaken('turn', turn.id);
  return stored;
}

async function insertOperations(db: Executor, { id }: Blueprint, operations: readonly BlueprintOperation[]) {
  const rows = operations.map((operation) => ({
    blueprint_id: id,
    revision: operation.revision,
    body: toJson(operation),
  }));
  for (const some of chunks(rows, INSERT_ROWS)) {
    await db.insertInto('orchard_blueprint_operations').values(some).execute();
  }
}

async function finishTurn(
  db: Executor,
  { result, ...key }: BlueprintKey & { result: TurnResult },
): Promise<Blueprint> {
  const before = await requireBlueprint(db, key);
  const turn = await runningTurn(db, before.id);
  if (turn?.id !== result.turnId) throw notFound('running turn', result.turnId);
  const after = blueprintAfterTurn(before, turn, result);
  await updateBlueprint(db, after);
  await updateTurn(db, turnAfterResult(turn, result, after.revision));
  await insertOperations(db, after, result.operations);
  return after;
}

async function change(
  db: Executor,
  key: BlueprintKey,
  to: (now: Blueprint) => Blueprint,
): Promise<Blueprint> {
  const after = to(await requireBlueprint(db, key));
  await updateBlueprint(db, after);
  return after;
}

async function listOperations(
  db: Executor,
  { tenantId, blueprintId, after = 0, upTo }: BlueprintKey & { after?: number; upTo?: number },
): Promise<readonly BlueprintOperation[]> {
  const rows = await db
    .selectFrom('orchard_blueprint_operations as operation')
    .innerJoin('orchard_blueprints as blueprint', 'blueprint.id', 'operation.blueprint_id')
    .select('operation.body')
    .where('operation.blueprint_id', '=', blueprintId)
    .where('blueprint.tenant_id', '=', tenantId)
    .where('operation.revision', '>', after)
    .$if(upTo !== undefined, (query) => query.where('operation.revision', '<=', upTo ?? 0))
    .orderBy('operation.ordinal')
    .execute();
  return rows.map(({ body }) => fromJson(body));
}

/** Blueprints, their turns and operations in a database. */
export function createBlueprintStore(database: Database): BlueprintStore {
  return {
    specVersion: 'v1',
    createBlueprint: ({ blueprint }) =>
      database.statement(async (db) => {
        const inserted = await db
          .insertInto('orchard_blueprints')
          .values(toBlueprintRow(blueprint))
          .onConflict((conflict) => conflict.column('id').doNothing())
          .returning('id')
          .executeTakeFirst();
        if (inserted === undefined) throw idTaken('Blueprint', blueprint.id);
      }),
    getBlueprint: (key) => database.statement((db) => findBlueprint(db, key)),
    listBlueprints: ({ tenantId, projectId }) =>
      database.statement(async (db) => {
        const rows = await db
          .selectFrom('orchard_blueprints')
          .selectAll()
          .where('tenant_id', '=', tenantId)
          .where('project_id', '=', projectId)
          .orderBy('created_at', 'desc')
          .orderBy('ordinal', 'desc')
          .execute();
        return rows.map(toBlueprint);
      }),
    deleteBlueprint: ({ tenantId, blueprintId }) =>
      database.statement(async (db) => {
        const deleted = await db
          .deleteFrom('orchard_blueprints')
          .where('id', '=', blueprintId)
          .where('tenant_id', '=', tenantId)
          .returning('id')
          .executeTakeFirst();
        return deleted !== undefined;
      }),
    startTurn: (request) => {
      const copy = structuredClone(request);
      return database.write((db) => startTurn(db, copy));
    },
    finishTurn: (request) => {
      const copy = structuredClone(request);
      return database.write((db) => finishTurn(db, copy));
    },
    listTurns: (key) => database.statement((db) => turnsOf(db, key)),
    listRunningTurns: () => database.statement(runningTurns),
    listOperations: (request) => database.statement((db) => listOperations(db, request)),
    approveBlueprint: (request) => {
      const { approval, ...key } = structuredClone(request);
      return database.write((db) =>
        change(db, key, (now) => {
          requireApprovable(now, approval);
          return { ...now, approval, status: 'approved', updatedAt: approval.at };
        }),
      );
    },
    setBlueprintStatus: ({ ifRevision, status, builtFeatureSlug, at, ...key }) =>
      database.write((db) =>
        change(db, key, (now) => {
          if (now.revision !== (ifRevision ?? now.revision)) return now;
          return {
            ...now,
            status,
            updatedAt: at,
            builtFeatureSlug: builtFeatureSlug ?? now.builtFeatureSlug,
          };
        }),
      ),
  };
}
