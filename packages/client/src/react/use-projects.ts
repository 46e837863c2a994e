import type { CreateProjectRequest, ProjectView } from '@orchard-studio/core';
import { useCallback } from 'react';
import { useOrchard } from './context.tsx';
import { type Loaded, useLoad } from './use-load.ts';

export interface Projects extends Loaded<readonly ProjectView[]> {
  /** Creates a project and adds it to the list. Rejects with an OrchardError. */
  readonly create: (request: CreateProjectRequest) => Promise<ProjectView>;
}

/** The caller's projects. */
export function useProjects(): Projects {
  const client = useOrchard();
  const list = useLoad('projects', (signal) => client.projects.list({ signal }));
  const { data, replace } = list;
  const create = useCallback(
    async (request: CreateProjectRequest): Promise<ProjectView> => {
      const project = await client.projects.create(request);
      replace([project, ...(data ?? [])]);
      return project;
    },
    [client, data, replace],
  );
  return { ...list, create };
}

/** One project with its environments. */
export function useProject(projectId: string): Loaded<ProjectView> {
  const client = useOrchard();
  return useLoad(projectId, (signal) => client.projects.get({ projectId, signal }));
}
