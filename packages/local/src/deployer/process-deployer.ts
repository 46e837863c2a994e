import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  type Clock,
  type Deployer,
  type DeploymentTarget,
  type Logger,
  OrchardError,
  silentLogger,
  systemClock,
  type Workspace,
} from '@orchard-studio/core';
import type { BuildSettings } from '@orchard-studio/executor-scaffold';
import { DeployedApp } from './deployed-app.ts';
import { type AppKey, layoutOf } from './layout.ts';
import { killOrphans } from './recover.ts';
import type { DeployerSettings } from './settings.ts';

export interface ProcessDeployerOptions {
  /** Where the code of a release comes from. */
  readonly workspace: Workspace;
  /** Folder for the apps: `<slug>/<environment>/{releases/<commit>, data, app.log, process.json}`. */
  readonly appsDirectory: string;
  /** The Node program that runs the apps. */
  readonly nodePath: string;
  /** For apps that must be built before they run. Default: the folder `builds` beside `appsDirectory`. */
  readonly builds?: BuildSettings;
  /** Public address of an app. */
  readonly resolveUrl: (target: DeploymentTarget) => string;
  /** More environment for an app, besides PORT, HOST, DATA_DIR and NODE_ENV. Default: none. */
  readonly env?: (target: DeploymentTarget) => Readonly<Record<string, string>>;
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Time a release has to become healthy. Default: 20,000 ms. */
  readonly startTimeoutMs?: number;
  /** Time an app has to end after SIGTERM. Default: 5,000 ms. */
  readonly stopGraceMs?: number;
}

/** A {@link Deployer} that runs apps as child processes of this one. */
export interface ProcessDeployer extends Deployer {
  /**
   * Where the serving release of an app listens on 127.0.0.1; `starting` while its first one is being brought up;
   * undefined when none serves.
   */
  route(app: AppKey): { readonly port: number } | 'starting' | undefined;
  /**
   * Ends apps that an earlier, killed host left running. Call it before the first deployment, when no other process
   * uses the folder.
   */
  recover(): Promise<void>;
  /** Ends all apps; deployments under way are cancelled, later ones refused. */
  shutdown(): Promise<void>;
}

const DEFAULT_LOG_LINES = 200;

class AppProcesses implements ProcessDeployer {
  readonly specVersion = 'v1';
  readonly #settings: DeployerSettings;
  readonly #apps = new Map<string, DeployedApp>();
  readonly #closing = new AbortController();

  constructor(settings: DeployerSettings) {
    this.#settings = settings;
  }

  async deploy(request: Parameters<Deployer['deploy']>[0]): ReturnType<Deployer['deploy']> {
    if (this.#closing.signal.aborted) throw new OrchardError('CANCELLED', 'The deployer has been shut down.');
    const { signal, target, ...rest } = request;
    const signals = signal === undefined ? [this.#closing.signal] : [this.#closing.signal, signal];
    await mkdir(layoutOf(this.#settings.appsDirectory, target).folder, { recursive: true });
    return this.#app(target).deploy({ ...rest, signal: AbortSignal.any(signals) });
  }

  async health({ target }: Parameters<Deployer['health']>[0]): ReturnType<Deployer['health']> {
    return this.#app(target).health();
  }

  async logs({
    target,
    limit = DEFAULT_LOG_LINES,
  }: Parameters<Deployer['logs']>[0]): ReturnType<Deployer['logs']> {
    return this.#app(target).logs(limit);
  }

  async stop({ target }: Parameters<Deployer['stop']>[0]): Promise<void> {
    await this.#app(target).stop();
  }

  route(app: AppKey): { readonly port: number } | 'starting' | undefined {
    const known = this.#apps.get(keyOf(app));
    if (known?.port !== undefined) return { port: known.port };
    return known?.isDeploying === true ? 'starting' : undefined;
  }

  recover(): Promise<void> {
    return killOrphans(this.#settings);
  }

  async shutdown(): Promise<void> {
    this.#closing.abort();
    await Promise.all([...this.#apps.values()].map((app) => app.stop()));
  }

  #app(target: DeploymentTarget): DeployedApp {
    const key = keyOf(target);
    const known = this.#apps.get(key);
    if (known !== undefined) return known;
    const made = new DeployedApp(this.#settings, target);
    this.#apps.set(key, made);
    return made;
  }
}

const keyOf = ({ slug, environment }: AppKey): string => `${environment}.${slug}`;

/**
 * Runs each app as a child process with Node's permission model: it reads its own release, writes its own data folder,
 * starts no processes, and gets none of this process's environment. A new release is started next to the old one and
 * takes over once it is healthy; an app that ends by itself is started again.
 *
 * An app with a script `build` in its package.json is built first, outside the sandbox; its release is what that puts
 * into `dist`.
 *
 * An app is a folder with `server.js` that listens on HOST:PORT, answers 200 on `/healthz`, keeps its data in
 * DATA_DIR, and ends on SIGTERM and when its IPC channel closes.
 *
 * @example
 * const deployer = createProcessDeployer({ workspace, appsDirectory, nodePath: process.execPath, resolveUrl });
 * await deployer.recover();
 * const { url } = await deployer.deploy({ target, commit });
 */
export function createProcessDeployer(options: ProcessDeployerOptions): ProcessDeployer {
  return new AppProcesses({
    workspace: options.workspace,
    appsDirectory: resolve(options.appsDirectory),
    nodePath: options.nodePath,
    builds: options.builds ?? { cacheDirectory: join(resolve(options.appsDirectory), '..', 'builds') },
    resolveUrl: options.resolveUrl,
    env: options.env ?? (() => ({})),
    clock: options.clock ?? systemClock,
    logger: options.logger ?? silentLogger,
    startTimeoutMs: options.startTimeoutMs ?? 20_000,
    stopGraceMs: options.stopGraceMs ?? 5_000,
  });
}
