import { type Blueprint, type BlueprintKey, contentOf } from '@orchard-studio/core';
import { notFound } from '@orchard-studio/core/memory';
import type { Insertable, Selectable } from 'kysely';
import type { Executor } from '../database.ts';
import { fromJson, fromNullableJson, toJson, toNullableJson } from '../json-column.ts';
import type { BlueprintRow } from '../tables.ts';

export const toBlueprintRow = (blueprint: Blueprint): Insertable<BlueprintRow> => ({
  id: blueprint.id,
  tenant_id: blueprint.tenantId,
  project_id: blueprint.projectId,
  external_id: blueprint.externalId,
  locale: blueprint.locale,
  revision: blueprint.revision,
  hash: blueprint.hash,
  status: blueprint.status,
  approval: toNullableJson(blueprint.approval),
  built_feature_slug: blueprint.builtFeatureSlug,
  content: toJson(contentOf(blueprint)),
  created_at: blueprint.createdAt,
  updated_at: blueprint.updatedAt,
});

export const toBlueprint = (row: Selectable<BlueprintRow>): Blueprint => ({
  id: row.id,
  tenantId: row.tenant_id,
  projectId: row.project_id,
  externalId: row.external_id,
  locale: row.locale,
  revision: row.revision,
  hash: row.hash,
  status: row.status,
  approval: fromNullableJson(row.approval),
  builtFeatureSlug: row.built_feature_slug,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  ...fromJson<ReturnType<typeof contentOf>>(row.content),
});

export async function findBlueprint(db: Executor, key: BlueprintKey): Promise<Blueprint | undefined> {
  const row = await db
    .selectFrom('orchard_blueprints')
    .selectAll()
    .where('id', '=', key.blueprintId)
    .where('tenant_id', '=', key.tenantId)
    .executeTakeFirst();
  return row && toBlueprint(row);
}

export async function requireBlueprint(db: Executor, key: BlueprintKey): Promise<Blueprint> {
  const blueprint = await findBlueprint(db, key);
  if (blueprint === undefined) throw notFound('Blueprint', key.blueprintId);
  return blueprint;
}

/** Writes the Blueprint whole. */
export async function updateBlueprint(db: Executor, blueprint: Blueprint): Promise<void> {
  await db
    .updateTable('orchard_blueprints')
    .set(toBlueprintRow(blueprint))
    .where('id', '=', blueprint.id)
    .execute();
}
