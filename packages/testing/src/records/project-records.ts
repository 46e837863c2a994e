import {
  type Environment,
  environmentSchema,
  type Feature,
  featureSchema,
  type Project,
  projectSchema,
} from '@orchard-studio/core';
import type { RecordSource } from './record-source.ts';

/** Builders of projects and what hangs on them. */
export interface ProjectRecords {
  /** A project with a slug of its own. */
  project(fields?: Partial<Project>): Project;
  /** The staging environment of a project, not yet deployed. */
  environment(fields: Pick<Environment, 'projectId'> & Partial<Environment>): Environment;
  /** A Feature of revision 1 of a Blueprint. */
  feature(fields?: Partial<Feature>): Feature;
}

export function projectRecords({ ids, tenantId, nextInstant }: RecordSource): ProjectRecords {
  return {
    project: (fields) => {
      const id = ids.next('project');
      return projectSchema.parse({
        id,
        tenantId,
        externalId: null,
        name: 'Cool project',
        slug: `p-${id
          .slice(id.indexOf('_') + 1)
          .toLowerCase()
          .slice(0, 22)}`,
        createdAt: nextInstant(),
        ...fields,
      });
    },
    environment: (fields) =>
      environmentSchema.parse({
        name: 'staging',
        enabled: true,
        status: 'none',
        url: null,
        directUrl: null,
        deployedRelease: null,
        deployedAt: null,
        ...fields,
      }),
    feature: (fields) =>
      featureSchema.parse({
        id: ids.next('feature'),
        projectId: ids.next('project'),
        slug: 'task-tracker',
        title: 'Task tracker',
        blueprintId: ids.next('blueprint'),
        blueprintRevision: 1,
        phase: 'specified',
        spec: '# Task tracker\n',
        createdAt: nextInstant(),
        ...fields,
      }),
  };
}
