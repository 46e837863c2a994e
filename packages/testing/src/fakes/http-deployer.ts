import { createServer, type Server } from 'node:http';
import {
  type AppLogLine,
  type Deployer,
  type Deployment,
  type DeploymentTarget,
  OrchardError,
} from '@orchard-studio/core';

/** How a release of the fake behaves. */
export type FakeRelease =
  | { readonly behaviour: 'healthy'; readonly body: string }
  /** Writes the line and dies. */
  | { readonly behaviour: 'crashing'; readonly line: string }
  /** Starts and never becomes healthy. */
  | { readonly behaviour: 'hanging' };

type DeployRequest = Parameters<Deployer['deploy']>[0];

interface Running {
  readonly server: Server;
  readonly deployment: Deployment;
}

const keyOf = ({ projectId, environment }: DeploymentTarget): string => `${projectId}/${environment}`;

function serve(body: string): Promise<Server> {
  const server = createServer((_request, response) => void response.end(body));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}`;
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => reject(signal?.reason);
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
  });
}

class HttpDeployer implements Deployer {
  readonly specVersion = 'v1';
  readonly #releases: Readonly<Record<string, FakeRelease>>;
  readonly #running = new Map<string, Running>();
  readonly #logs = new Map<string, AppLogLine[]>();

  constructor(releases: Readonly<Record<string, FakeRelease>>) {
    this.#releases = releases;
  }

  async deploy({ target, commit, onLog, signal }: DeployRequest): Promise<Deployment> {
    signal?.throwIfAborted();
    const release = this.#releases[commit];
    if (release === undefined) throw new OrchardError('NOT_FOUND', `There is no commit "${commit}".`);
    const write = (line: string): void => {
      const entry: AppLogLine = { at: new Date().toISOString(), stream: 'stdout', line };
      this.#logs.set(keyOf(target), [...(this.#logs.get(keyOf(target)) ?? []), entry]);
      onLog?.(entry);
    };
    write(`Starting ${commit}`);
    if (release.behaviour === 'hanging') return aborted(signal);
    if (release.behaviour === 'crashing') {
      write(release.line);
      throw new OrchardError('DEPLOY_FAILED', 'The app died.', { details: { log: [release.line] } });
    }
    const server = await serve(release.body);
    const deployment = { url: addressOf(server), directUrl: addressOf(server) };
    await this.stop({ target });
    this.#running.set(keyOf(target), { server, deployment });
    return deployment;
  }

  async health({ target }: { readonly target: DeploymentTarget }) {
    const running = this.#running.has(keyOf(target));
    return running
      ? { status: 'healthy' as const, detail: 'The fake serves.' }
      : { status: 'absent' as const, detail: 'Nothing is deployed.' };
  }

  async logs({ target, limit = 1_000 }: { readonly target: DeploymentTarget; readonly limit?: number }) {
    return (this.#logs.get(keyOf(target)) ?? []).slice(-limit);
  }

  async stop({ target }: { readonly target: DeploymentTarget }): Promise<void> {
    const running = this.#running.get(keyOf(target));
    this.#running.delete(keyOf(target));
    if (running === undefined) return;
    running.server.closeAllConnections();
    await new Promise((resolve) => running.server.close(resolve));
  }
}

/**
 * A deployer for tests: every release is a small HTTP server in this process. Stop the targets at the end of the test.
 *
 * @param releases - how each commit behaves.
 * @example
 * const deployer = createHttpDeployer({ abc: { behaviour: 'healthy', body: 'Hello' } });
 */
export function createHttpDeployer(releases: Readonly<Record<string, FakeRelease>>): Deployer {
  return new HttpDeployer(releases);
}
