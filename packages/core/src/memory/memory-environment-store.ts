import type { ProjectId } from '../ids.ts';
import {
  type Environment,
  type EnvironmentName,
  environmentNameSchema,
  type Project,
} from '../model/project.ts';
import type { DeployedEnvironment, EnvironmentStore } from '../ports/environment-store.ts';
import { notFound } from './rules/refusals.ts';

const ORDER = environmentNameSchema.options;

export class MemoryEnvironmentStore implements EnvironmentStore {
  readonly specVersion = 'v1';
  readonly #byProject = new Map<ProjectId, Map<EnvironmentName, Environment>>();
  readonly #projectOf: (projectId: ProjectId) => Project | undefined;

  constructor(projectOf: (projectId: ProjectId) => Project | undefined) {
    this.#projectOf = projectOf;
  }

  async listEnvironments(request: { readonly projectId: ProjectId }): Promise<readonly Environment[]> {
    return structuredClone([...this.#ofProject(request.projectId)]);
  }

  async listDeployedEnvironments(): Promise<readonly DeployedEnvironment[]> {
    const deployed: DeployedEnvironment[] = [];
    for (const projectId of this.#byProject.keys()) {
      const project = this.#projectOf(projectId);
      if (project === undefined) continue;
      for (const environment of this.#ofProject(projectId)) {
        if (environment.deployedRelease !== null) deployed.push({ project, environment });
      }
    }
    return structuredClone(deployed);
  }

  async putEnvironment({ environment }: { readonly environment: Environment }): Promise<void> {
    const { projectId } = environment;
    if (this.#projectOf(projectId) === undefined) throw notFound('project', projectId);
    const stored = this.#byProject.get(projectId) ?? new Map<EnvironmentName, Environment>();
    this.#byProject.set(projectId, stored.set(environment.name, structuredClone(environment)));
  }

  async getEnvironment(request: {
    readonly projectId: ProjectId;
    readonly name: EnvironmentName;
  }): Promise<Environment | undefined> {
    return structuredClone(this.#byProject.get(request.projectId)?.get(request.name));
  }

  *#ofProject(projectId: ProjectId): Generator<Environment> {
    const stored = this.#byProject.get(projectId);
    for (const name of ORDER) {
      const environment = stored?.get(name);
      if (environment !== undefined) yield environment;
    }
  }
}
