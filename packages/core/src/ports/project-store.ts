import type { ProjectId, TenantId } from '../ids.ts';
import type { Project } from '../model/project.ts';

/** Keeps projects. Every lookup takes the tenant; another tenant's project does not exist. */
export interface ProjectStore {
  readonly specVersion: 'v1';
  /**
   * Stores a new project. When its slug is taken (by any tenant: it is a host name), the slug gets the first free
   * suffix `-2`, `-3` …
   *
   * @returns the project as stored.
   */
  createProject(request: { readonly project: Project }): Promise<Project>;
  getProject(request: {
    readonly tenantId: TenantId;
    readonly projectId: ProjectId;
  }): Promise<Project | undefined>;
  /** Newest first. */
  listProjects(request: {
    readonly tenantId: TenantId;
    readonly limit?: number;
  }): Promise<readonly Project[]>;
}
