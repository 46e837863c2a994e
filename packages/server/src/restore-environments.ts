import { type DeployedEnvironment, type Environment, toOrchardError } from '@orchard-studio/core';
import type { Ports } from './config.ts';

/**
 * Starts what was running before the host stopped. Resolves once the environments say that they are being brought up;
 * `done` resolves when each is up or has failed. One app that does not come up does not hold up the others.
 */
export async function restoreEnvironments(ports: Ports): Promise<{ readonly done: Promise<void> }> {
  if (ports.deployer === undefined) return { done: Promise.resolve() };
  const deployed = await ports.storage.environments.listDeployedEnvironments({});
  await Promise.all(
    // Without a direct address: unlike in a rebuild, nothing serves meanwhile.
    deployed.map(({ environment }) =>
      putStatus(ports, environment, { status: 'deploying', directUrl: null }),
    ),
  );
  const restored = Promise.all(deployed.map((each) => restore(ports, each)));
  return { done: restored.then(() => undefined) };
}

async function putStatus(
  { storage }: Ports,
  environment: Environment,
  change: Partial<Environment>,
): Promise<void> {
  await storage.environments.putEnvironment({ environment: { ...environment, ...change } });
}

async function restore(ports: Ports, { project, environment }: DeployedEnvironment): Promise<void> {
  const { name, deployedRelease } = environment;
  if (ports.deployer === undefined || deployedRelease === null) return;
  const target = { projectId: project.id, slug: project.slug, environment: name };
  try {
    const { url, directUrl } = await ports.deployer.deploy({ target, commit: deployedRelease });
    await putStatus(ports, environment, { status: 'healthy', url, directUrl });
  } catch (error) {
    const place = { slug: project.slug, environment: name };
    ports.logger.warn({ err: error, ...place }, toOrchardError(error).message);
    await putStatus(ports, environment, { status: 'unhealthy' }).catch((err: unknown) => {
      // The store is full, or closing already. The next start looks again.
      ports.logger.warn({ err, ...place }, 'The status of an app could not be stored.');
    });
  }
}
