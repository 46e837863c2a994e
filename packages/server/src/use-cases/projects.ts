import {
  type AppLogLine,
  type CreateProjectRequest,
  type Environment,
  type EnvironmentName,
  OrchardError,
  type Project,
  type ProjectId,
  type ProjectView,
  parseOrThrow,
  projectIdSchema,
  projectSchema,
  slugify,
  type TenantId,
} from '@orchard-studio/core';
import type { Ports } from '../config.ts';

export interface ProjectKey {
  readonly tenantId: TenantId;
  readonly projectId: ProjectId;
}

/** Projects and their environments. */
export interface Projects {
  /** Makes a project with a staging and a (not yet enabled) production environment. @throws INVALID_INPUT */
  create(request: { readonly tenantId: TenantId } & CreateProjectRequest): Promise<ProjectView>;
  /** Asks the deployer whether what was deployed still runs. @throws NOT_FOUND */
  get(request: ProjectKey): Promise<ProjectView>;
  /** @throws NOT_FOUND when there is no such project */
  require(request: ProjectKey): Promise<void>;
  /** Newest first, with the statuses as they were stored last. */
  list(request: { readonly tenantId: TenantId }): Promise<readonly ProjectView[]>;
  /** The latest lines an app wrote. @throws NOT_FOUND, PORT_MISSING */
  logs(
    request: ProjectKey & { readonly environment: EnvironmentName; readonly limit?: number },
  ): Promise<readonly AppLogLine[]>;
}

/** The project, or NOT_FOUND: the one place where "not yours" and "not there" become the same answer. */
export async function requireProject({ storage }: Ports, key: ProjectKey): Promise<Project> {
  const project = await storage.projects.getProject(key);
  if (project === undefined) throw new OrchardError('NOT_FOUND', `There is no project "${key.projectId}".`);
  return project;
}

/** The environment as it is now: an app that ran when its status was stored may have ended by itself since. */
async function asItRuns({ deployer }: Ports, project: Project, stored: Environment): Promise<Environment> {
  if (deployer === undefined || stored.status !== 'healthy') return stored;
  const target = { projectId: project.id, slug: project.slug, environment: stored.name };
  const { status } = await deployer.health({ target });
  return status === 'healthy' ? stored : { ...stored, status: 'unhealthy' };
}

/** The environments of a project with what the deployer says of them. */
export async function environmentsNow(ports: Ports, project: Project): Promise<readonly Environment[]> {
  const stored = await ports.storage.environments.listEnvironments({ projectId: project.id });
  return Promise.all(stored.map((environment) => asItRuns(ports, project, environment)));
}

function emptyEnvironment(projectId: ProjectId, name: EnvironmentName): Environment {
  return {
    projectId,
    name,
    enabled: name === 'staging',
    status: 'none',
    url: null,
    directUrl: null,
    deployedRelease: null,
    deployedAt: null,
  };
}

function view(
  { tenantId: _tenantId, ...project }: Project,
  environments: readonly Environment[],
): ProjectView {
  const byName = (wanted: EnvironmentName) => {
    const found = environments.find(({ name }) => name === wanted) ?? emptyEnvironment(project.id, wanted);
    const { projectId: _projectId, name: _name, ...shown } = found;
    return shown;
  };
  return { ...project, environments: { staging: byName('staging'), production: byName('production') } };
}

export function createProjects(ports: Ports): Projects {
  const { storage, clock, ids } = ports;
  const withEnvironments = async (project: Project): Promise<ProjectView> =>
    view(project, await storage.environments.listEnvironments({ projectId: project.id }));
  return {
    create: async ({ tenantId, name, externalId }) => {
      const wanted = {
        id: projectIdSchema.parse(ids.next('project')),
        tenantId,
        externalId: externalId ?? null,
        name,
        slug: slugify(name),
        createdAt: clock.now().toISOString(),
      };
      const project = await storage.projects.createProject({
        project: parseOrThrow(projectSchema, wanted, 'The project'),
      });
      return withEnvironments(project);
    },
    get: async (key) => {
      const project = await requireProject(ports, key);
      return view(project, await environmentsNow(ports, project));
    },
    require: async (key) => {
      await requireProject(ports, key);
    },
    list: async ({ tenantId }) =>
      Promise.all((await storage.projects.listProjects({ tenantId })).map(withEnvironments)),
    logs: async ({ environment, limit, ...key }) => {
      const project = await requireProject(ports, key);
      if (ports.deployer === undefined) throw new OrchardError('PORT_MISSING', 'No deployer is configured.');
      const target = { projectId: project.id, slug: project.slug, environment };
      return ports.deployer.logs({ target, ...(limit === undefined ? {} : { limit }) });
    },
  };
}
