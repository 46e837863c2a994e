import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DeploymentTarget, OrchardError, projectIdSchema, type Workspace } from '@orchard-studio/core';
import {
  createProcessDeployer,
  type ProcessDeployer,
  type ProcessDeployerOptions,
} from '../../src/deployer/process-deployer.ts';

/** Exports releases from texts: `server.js` by commit. */
export const releasesOf = (servers: Readonly<Record<string, string>>): Workspace => ({
  specVersion: 'v1',
  checkout: () => Promise.reject(new OrchardError('CAPABILITY_UNSUPPORTED', 'Only exports here.')),
  export: async ({ commit, directory, signal }) => {
    signal?.throwIfAborted();
    const server = servers[commit];
    if (server === undefined) throw new OrchardError('NOT_FOUND', `No commit ${commit}.`);
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, 'package.json'), '{"type":"module"}');
    await writeFile(join(directory, 'server.js'), server);
  },
});

export const target: DeploymentTarget = {
  projectId: projectIdSchema.parse(`prj_${'0'.repeat(22)}`),
  slug: 'shop',
  environment: 'staging',
};

export interface Scene {
  readonly deployer: ProcessDeployer;
  readonly apps: string;
  readonly folder: string;
}

type Defer = (work: () => Promise<void>) => void;

/** A deployer in a folder of its own, gone with everything it started when the test is over. */
export async function deployerScene(
  servers: Readonly<Record<string, string>>,
  defer: Defer,
  more: Partial<ProcessDeployerOptions> = {},
): Promise<Scene> {
  const root = await mkdtemp(join(tmpdir(), 'orchard-apps-'));
  const apps = join(root, 'apps');
  const deployer = createProcessDeployer({
    workspace: releasesOf(servers),
    appsDirectory: apps,
    nodePath: process.execPath,
    resolveUrl: ({ slug, environment }) => `http://${environment}.${slug}.localhost:3000`,
    startTimeoutMs: 10_000,
    ...more,
  });
  defer(async () => {
    await deployer.shutdown();
    await rm(root, { recursive: true, force: true });
  });
  return { deployer, apps, folder: join(apps, target.slug, target.environment) };
}

/** What an app answers at a path. */
export const ask = async (url: string | null, path = '/'): Promise<string> =>
  (await fetch(new URL(path, url ?? ''), { headers: { connection: 'close' } })).text();

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
