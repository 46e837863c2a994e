import { type Deployer, type Environment, OrchardError, type Storage } from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import { describe, expect, it } from 'vitest';
import { agent, createFakeDeployer, interview, makeProject, makeServer } from './harness.ts';

const EARLIER = 'a'.repeat(40);

/** Builds a project whose staging stands as `before`, with a deployer that fails after `meanwhile`. */
async function failToDeploy(
  before: Pick<Environment, 'status' | 'deployedRelease'>,
  health: Awaited<ReturnType<Deployer['health']>>['status'],
  meanwhile: (storage: Storage, environment: Environment) => Promise<void> = async () => undefined,
): Promise<Environment | undefined> {
  const storage = createMemoryStorage();
  let environment: Environment | undefined;
  const deployer: Deployer = {
    ...createFakeDeployer(),
    deploy: async () => {
      if (environment !== undefined) await meanwhile(storage, environment);
      throw new OrchardError('DEPLOY_FAILED', 'It did not become healthy.', { retryable: false });
    },
    health: async () => ({ status: health, detail: '' }),
  };
  const { call, orchard } = makeServer({ storage, deployer, executors: { agent } });
  const project = await makeProject(call);
  environment = {
    projectId: project.id,
    name: 'staging',
    enabled: true,
    url: 'http://earlier',
    directUrl: null,
    deployedAt: '2026-01-01T00:00:00.000Z',
    ...before,
  };
  await storage.environments.putEnvironment({ environment });
  const { blueprint } = await interview(call, project.id);
  const at = `/projects/${project.id}/blueprints/${blueprint.id}`;
  await call('POST', `${at}/approve`, { revision: blueprint.revision, hash: blueprint.hash });
  const { operationId } = await (await call('POST', `${at}/build`, {})).json();
  expect((await orchard.runner.wait({ operationId })).status).toBe('failed');
  await orchard.close();
  return storage.environments.getEnvironment({ projectId: project.id, name: 'staging' });
}

describe('a deployment that fails', () => {
  it('leaves the status of what runs, also after a process died while it was deploying', async () => {
    const before = { status: 'deploying', deployedRelease: EARLIER } as const;
    expect(await failToDeploy(before, 'healthy')).toMatchObject({
      status: 'healthy',
      deployedRelease: EARLIER,
    });
    expect(await failToDeploy(before, 'absent')).toMatchObject({ status: 'unhealthy' });
  });

  it('says unhealthy where nothing has run before', async () => {
    const never = { status: 'none', deployedRelease: null } as const;
    expect(await failToDeploy(never, 'absent')).toMatchObject({ status: 'unhealthy' });
  });

  it('does not take back what another deployment put there meanwhile', async () => {
    const newer = { status: 'healthy', deployedRelease: 'b'.repeat(40), url: 'http://newer' } as const;
    const after = await failToDeploy(
      { status: 'healthy', deployedRelease: EARLIER },
      'healthy',
      (storage, environment) =>
        storage.environments.putEnvironment({ environment: { ...environment, ...newer } }),
    );
    expect(after).toMatchObject(newer);
  });
});
