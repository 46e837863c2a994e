import { toOrchardError } from '@orchard-studio/core';
import type { Ports } from './config.ts';

/** Starts what was running before the host stopped. One app that does not come up does not hold up the others. */
export async function restoreEnvironments({ storage, deployer, logger }: Ports): Promise<void> {
  if (deployer === undefined) return;
  const deployed = await storage.environments.listDeployedEnvironments({});
  await Promise.all(
    deployed.map(async ({ project, environment }) => {
      const { name, deployedRelease } = environment;
      if (deployedRelease === null) return;
      const target = { projectId: project.id, slug: project.slug, environment: name };
      try {
        const { url, directUrl } = await deployer.deploy({ target, commit: deployedRelease });
        await storage.environments.putEnvironment({
          environment: { ...environment, status: 'healthy', url, directUrl },
        });
      } catch (error) {
        logger.warn({ err: error, slug: project.slug, environment: name }, toOrchardError(error).message);
        await storage.environments.putEnvironment({ environment: { ...environment, status: 'unhealthy' } });
      }
    }),
  );
}
