import type { Project, ProjectStore } from '@orchard-studio/core';
import { idTaken } from '@orchard-studio/core/memory';
import type { Insertable, Selectable } from 'kysely';
import type { Database } from '../database.ts';
import type { ProjectRow } from '../tables.ts';
import { freeSlug, slugRange } from './slug.ts';

const toRow = (project: Project): Insertable<ProjectRow> => ({
  id: project.id,
  tenant_id: project.tenantId,
  external_id: project.externalId,
  name: project.name,
  slug: project.slug,
  created_at: project.createdAt,
});

export const toProject = (row: Omit<Selectable<ProjectRow>, 'ordinal'>): Project => ({
  id: row.id,
  tenantId: row.tenant_id,
  externalId: row.external_id,
  name: row.name,
  slug: row.slug,
  createdAt: row.created_at,
});

/** Projects in a database. */
export function createProjectStore(database: Database): ProjectStore {
  return {
    specVersion: 'v1',
    createProject: (request) => {
      const { project } = structuredClone(request);
      return database.write(async (db) => {
        const { from, to } = slugRange(project.slug);
        const rows = await db
          .selectFrom('orchard_projects')
          .select('slug')
          .where('slug', '>=', from)
          .where('slug', '<=', to)
          .execute();
        const stored = { ...project, slug: freeSlug(project.slug, rows) };
        const inserted = await db
          .insertInto('orchard_projects')
          .values(toRow(stored))
          .onConflict((conflict) => conflict.column('id').doNothing())
          .returningAll()
          .executeTakeFirst();
        if (inserted === undefined) throw idTaken('project', project.id);
        return toProject(inserted);
      });
    },
    getProject: ({ tenantId, projectId }) =>
      database.statement(async (db) => {
        const row = await db
          .selectFrom('orchard_projects')
          .selectAll()
          .where('id', '=', projectId)
          .where('tenant_id', '=', tenantId)
          .executeTakeFirst();
        return row && toProject(row);
      }),
    listProjects: ({ tenantId, limit }) =>
      database.statement(async (db) => {
        const rows = await db
          .selectFrom('orchard_projects')
          .selectAll()
          .where('tenant_id', '=', tenantId)
          .orderBy('created_at', 'desc')
          .orderBy('ordinal', 'desc')
          .$if(limit !== undefined, (query) => query.limit(limit ?? 0))
          .execute();
        return rows.map(toProject);
      }),
  };
}
