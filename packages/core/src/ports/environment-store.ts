import type { ProjectId } from '../ids.ts';
import type { Environment, EnvironmentName, Project } from '../model/project.ts';

/** An environment with the project it belongs to. */
export interface DeployedEnvironment {
  readonly project: Project;
  readonly environment: Environment;
}

/** Keeps the environments of projects. A caller has checked the project's tenant before. */
export interface EnvironmentStore {
  readonly specVersion: 'v1';
  /** The stored environments of a project, staging first. */
  listEnvironments(request: { readonly projectId: ProjectId }): Promise<readonly Environment[]>;
  /** Every environment with a deployed release, over all projects: what a host starts after a restart. */
  listDeployedEnvironments(request: Record<never, never>): Promise<readonly DeployedEnvironment[]>;
  /** Writes one environment whole; `(projectId, name)` is its key. */
  putEnvironment(request: { readonly environment: Environment }): Promise<void>;
  getEnvironment(request: {
    readonly projectId: ProjectId;
    readonly name: EnvironmentName;
  }): Promise<Environment | undefined>;
}
