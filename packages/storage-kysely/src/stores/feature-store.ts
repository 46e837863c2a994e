import type { Feature, FeatureStore } from '@orchard-studio/core';
import { idTaken, notFound } from '@orchard-studio/core/memory';
import type { Insertable, Selectable } from 'kysely';
import type { Database, Executor } from '../database.ts';
import type { FeatureRow } from '../tables.ts';
import { freeSlug, slugRange } from './slug.ts';

type Revision = Pick<Feature, 'blueprintId' | 'blueprintRevision'>;

const toRow = (feature: Feature): Insertable<FeatureRow> => ({
  id: feature.id,
  project_id: feature.projectId,
  slug: feature.slug,
  title: feature.title,
  blueprint_id: feature.blueprintId,
  blueprint_revision: feature.blueprintRevision,
  phase: feature.phase,
  spec: feature.spec,
  created_at: feature.createdAt,
});

const toFeature = (row: Selectable<FeatureRow>): Feature => ({
  id: row.id,
  projectId: row.project_id,
  slug: row.slug,
  title: row.title,
  blueprintId: row.blueprint_id,
  blueprintRevision: row.blueprint_revision,
  phase: row.phase,
  spec: row.spec,
  createdAt: row.created_at,
});

async function find(db: Executor, revision: Revision): Promise<Feature | undefined> {
  const row = await db
    .selectFrom('orchard_features')
    .selectAll()
    .where('blueprint_id', '=', revision.blueprintId)
    .where('blueprint_revision', '=', revision.blueprintRevision)
    .executeTakeFirst();
  return row && toFeature(row);
}

async function insert(db: Executor, feature: Feature): Promise<Feature> {
  const { from, to } = slugRange(feature.slug);
  const rows = await db
    .selectFrom('orchard_features')
    .select('slug')
    .where('project_id', '=', feature.projectId)
    .where('slug', '>=', from)
    .where('slug', '<=', to)
    .execute();
  const inserted = await db
    .insertInto('orchard_features')
    .values(toRow({ ...feature, slug: freeSlug(feature.slug, rows) }))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (inserted === undefined) throw idTaken('feature', feature.id);
  return toFeature(inserted);
}

/** Features in a database. */
export function createFeatureStore(database: Database): FeatureStore {
  return {
    specVersion: 'v1',
    createFeature: (request) => {
      const { feature } = structuredClone(request);
      return database.write(async (db) => (await find(db, feature)) ?? insert(db, feature));
    },
    getFeature: ({ projectId, featureId }) =>
      database.statement(async (db) => {
        const row = await db
          .selectFrom('orchard_features')
          .selectAll()
          .where('id', '=', featureId)
          .where('project_id', '=', projectId)
          .executeTakeFirst();
        return row && toFeature(row);
      }),
    findFeature: (revision) => database.statement((db) => find(db, revision)),
    listFeatures: ({ projectId }) =>
      database.statement(async (db) => {
        const rows = await db
          .selectFrom('orchard_features')
          .selectAll()
          .where('project_id', '=', projectId)
          .orderBy('created_at', 'desc')
          .orderBy('ordinal', 'desc')
          .execute();
        return rows.map(toFeature);
      }),
    setFeaturePhase: ({ projectId, featureId, phase }) =>
      database.statement(async (db) => {
        const row = await db
          .updateTable('orchard_features')
          .set({ phase })
          .where('id', '=', featureId)
          .where('project_id', '=', projectId)
          .returning('id')
          .executeTakeFirst();
        if (row === undefined) throw notFound('feature', featureId);
      }),
  };
}
