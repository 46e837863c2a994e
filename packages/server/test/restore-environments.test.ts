import { type Deployer, OrchardError } from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import { expect, it } from 'vitest';
import { createFakeDeployer, makeProject, makeServer } from './harness.ts';

it('goes on when neither the app comes up nor the store takes note of it', async () => {
  const storage = createMemoryStorage();
  const deployer: Deployer = {
    ...createFakeDeployer(),
    deploy: async () => {
      // From now on the disk is full.
      storage.environments.putEnvironment = async () => {
        throw new OrchardError('STORAGE_UNAVAILABLE', 'The disk is full.');
      };
      throw new OrchardError('DEPLOY_FAILED', 'It did not become healthy.');
    },
  };
  const { call, orchard } = makeServer({ storage, deployer });
  const { id: projectId } = await makeProject(call);
  const running = { url: null, directUrl: null, deployedRelease: 'a'.repeat(40), deployedAt: null };
  await storage.environments.putEnvironment({
    environment: { projectId, name: 'staging', enabled: true, status: 'healthy', ...running },
  });
  const { environments } = await orchard.recover();
  await expect(environments).resolves.toBeUndefined();
  await orchard.close();
});
