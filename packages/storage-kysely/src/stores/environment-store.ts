import type { Environment, EnvironmentStore } from '@orchard-studio/core';
import { notFound } from '@orchard-studio/core/memory';
import type { Database } from '../database.ts';
import type { EnvironmentRow } from '../tables.ts';
import { toProject } from './project-store.ts';

const toRow = (environment: Environment): EnvironmentRow => ({
  project_id: environment.projectId,
  name: environment.name,
  enabled: environment.enabled ? 1 : 0,
  status: environment.status,
  url: environment.url,
  direct_url: environment.directUrl,
  deployed_release: environment.deployedRelease,
  deployed_at: environment.deployedAt,
});

const toEnvironment = (row: EnvironmentRow): Environment => ({
  projectId: row.project_id,
  name: row.name,
  enabled: row.enabled === 1,
  status: row.status,
  url: row.url,
  directUrl: row.direct_url,
  deployedRelease: row.deployed_release,
  deployedAt: row.deployed_at,
});

/** Environments in a database. */
export function createEnvironmentStore(database: Database): EnvironmentStore {
  return {
    specVersion: 'v1',
    listEnvironments: ({ projectId }) =>
      database.statement(async (db) => {
        const rows = await db
          .selectFrom('orchard_environments')
          .selectAll()
          .where('project_id', '=', projectId)
          // "staging" sorts after "production".
          .orderBy('name', 'desc')
          .execute();
        return rows.map(toEnvironment);
      }),
    listDeployedEnvironments: () =>
      database.statement(async (db) => {
        const rows = await db
          .selectFrom('orchard_environments as environment')
          .innerJoin('orchard_projects as project', 'project.id', 'environment.project_id')
          .selectAll('environment')
          .select([
            'project.id',
            'project.tenant_id',
            'project.external_id',
            'project.slug',
            'project.created_at',
          ])
          .select('project.name as project_name')
          .where('environment.deployed_release', 'is not', null)
          .orderBy('project.ordinal')
          .orderBy('environment.name', 'desc')
          .execute();
        return rows.map((row) => ({
          project: toProject({ ...row, name: row.project_name }),
          environment: toEnvironment(row),
        }));
      }),
    putEnvironment: (request) => {
      const { environment } = structuredClone(request);
      return database.write(async (db) => {
        const project = await db
          .selectFrom('orchard_projects')
          .select('id')
          .where('id', '=', environment.projectId)
          .executeTakeFirst();
        if (project === undefined) throw notFound('project', environment.projectId);
        const { project_id, name, ...state } = toRow(environment);
        await db
          .insertInto('orchard_environments')
          .values({ project_id, name, ...state })
          .onConflict((conflict) => conflict.columns(['project_id', 'name']).doUpdateSet(state))
          .execute();
      });
    },
    getEnvironment: ({ projectId, name }) =>
      database.statement(async (db) => {
        const row = await db
          .selectFrom('orchard_environments')
          .selectAll()
          .where('project_id', '=', projectId)
          .where('name', '=', name)
          .executeTakeFirst();
        return row && toEnvironment(row);
      }),
  };
}
