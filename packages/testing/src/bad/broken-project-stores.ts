import type { Project, ProjectStore } from '@orchard-studio/core';
import { createMemoryStorage, firstFreeSlug, idTaken } from '@orchard-studio/core/memory';
import type { BrokenAdapter } from './broken-adapter.ts';

const memory = (): ProjectStore => createMemoryStorage().projects;

function ignoresTenant(): ProjectStore {
  const store = memory();
  const owners = new Map<Project['id'], Project['tenantId']>();
  return {
    specVersion: 'v1',
    createProject: (request) => {
      owners.set(request.project.id, owners.get(request.project.id) ?? request.project.tenantId);
      return store.createProject(request);
    },
    getProject: ({ tenantId, projectId }) =>
      store.getProject({ tenantId: owners.get(projectId) ?? tenantId, projectId }),
    listProjects: (request) => store.listProjects(request),
  };
}

/** Looks for a free slug, waits, and takes it: two at once take the same. */
function racesForSlugs(): ProjectStore {
  const store = memory();
  const stored = new Map<Project['id'], Project>();
  const withSlug = (project: Project | undefined): Project | undefined =>
    project && { ...project, slug: stored.get(project.id)?.slug ?? project.slug };
  return {
    specVersion: 'v1',
    createProject: async ({ project }) => {
      const taken = new Set([...stored.values()].map(({ slug }) => slug));
      const slug = firstFreeSlug(project.slug, (candidate) => taken.has(candidate));
      const copy = structuredClone({ ...project, slug });
      await Promise.resolve();
      if (stored.has(copy.id)) throw idTaken('project', copy.id);
      stored.set(copy.id, copy);
      await store.createProject({ project: copy });
      return structuredClone(copy);
    },
    getProject: async (request) => withSlug(await store.getProject(request)),
    listProjects: (request) => store.listProjects(request),
  };
}

/** Hands out the very object it keeps. */
function sharesItsState(): ProjectStore {
  const store = memory();
  const cache = new Map<string, Project | undefined>();
  return {
    specVersion: 'v1',
    createProject: (request) => store.createProject(request),
    getProject: async (request) => {
      const key = JSON.stringify(request);
      const project = cache.get(key) ?? (await store.getProject(request));
      cache.set(key, project);
      return project;
    },
    listProjects: (request) => store.listProjects(request),
  };
}

/** Project stores that the kit must refuse. */
export const brokenProjectStores: readonly BrokenAdapter<ProjectStore>[] = [
  { fault: 'ignores the tenant', caughtBy: ['tenant-isolation'], make: ignoresTenant },
  { fault: 'looks for a free slug before it waits', caughtBy: ['slug-concurrent'], make: racesForSlugs },
  { fault: 'hands out its own objects', caughtBy: ['immutable'], make: sharesItsState },
];
