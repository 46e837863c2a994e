import type { ProjectId, TenantId } from '../ids.ts';
import type { Project } from '../model/project.ts';
import type { ProjectStore } from '../ports/project-store.ts';
import { newestFirst } from './newest-first.ts';
import { firstFreeSlug } from './rules/free-slug.ts';
import { idTaken } from './rules/refusals.ts';

export class MemoryProjectStore implements ProjectStore {
  readonly specVersion = 'v1';
  readonly #projects = new Map<ProjectId, Project>();

  /** For the environment store, which joins projects: no tenant, and no copy. */
  readonly find = (projectId: ProjectId): Project | undefined => this.#projects.get(projectId);

  async createProject({ project }: { readonly project: Project }): Promise<Project> {
    if (this.#projects.has(project.id)) throw idTaken('project', project.id);
    const taken = new Set(this.#projects.values().map(({ slug }) => slug));
    const slug = firstFreeSlug(project.slug, (candidate) => taken.has(candidate));
    const stored = { ...structuredClone(project), slug };
    this.#projects.set(project.id, stored);
    return structuredClone(stored);
  }

  async getProject(request: {
    readonly tenantId: TenantId;
    readonly projectId: ProjectId;
  }): Promise<Project | undefined> {
    const project = this.#projects.get(request.projectId);
    return project?.tenantId === request.tenantId ? structuredClone(project) : undefined;
  }

  async listProjects(request: {
    readonly tenantId: TenantId;
    readonly limit?: number;
  }): Promise<readonly Project[]> {
    const own = this.#projects.values().filter(({ tenantId }) => tenantId === request.tenantId);
    return structuredClone(newestFirst(own, request.limit));
  }
}
