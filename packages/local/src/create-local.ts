import type { Server } from 'node:http';
import { join } from 'node:path';
import {
  type Clock,
  type Executor,
  type Logger,
  silentLogger,
  systemClock,
  tenantIdSchema,
} from '@orchard-studio/core';
import { createScaffoldExecutor, listTemplates } from '@orchard-studio/executor-scaffold';
import { createGitWorkspace } from '@orchard-studio/repository-git';
import { createOrchard, type Orchard, type OrchardConfig } from '@orchard-studio/server';
import { createHttpHandler, type HttpHandler, type Principal } from '@orchard-studio/server/http';
import { toNodeListener } from '@orchard-studio/server/node';
import { createSqliteStorage, type SqliteStorageOptions } from '@orchard-studio/storage-kysely';
import { createFileBlobStore } from './blobs/file-blob-store.ts';
import { readBuildFeatureTree } from './build-feature-tree.ts';
import { createProcessDeployer } from './deployer/process-deployer.ts';
import { createFrontServer, type RequestHandler } from './front/front-server.ts';
import { closeServer, listen } from './front/listen.ts';
import { plainPage } from './front/plain-page.ts';
import { createGateway } from './gateway/gateway.ts';
import { openHome } from './home/home.ts';
import { requireGit } from './home/require-git.ts';
import { Upkeep } from './upkeep/upkeep.ts';

export interface LocalOptions {
  /** Folder for everything that must last. */
  readonly home: string;
  /** Port to listen on; 0 takes a free one. Default 3000. */
  readonly port?: number;
  /** When a commit is safe: `full` after every commit, `normal` at checkpoints. Default `full`. */
  readonly durability?: SqliteStorageOptions['durability'];
  /** Answers everything outside /api and the apps' hosts. A plain page by default. */
  readonly ui?: RequestHandler;
  /** Executors that replace or add to the built-in ones: `agent` is the builder. */
  readonly executors?: Readonly<Record<string, Executor>>;
  /** More trees, as YAML text. */
  readonly trees?: readonly string[];
  /** Folders of more templates for apps, each with a `template.json`. */
  readonly templates?: readonly string[];
  /** Interviews people; the guided interviewer is behind it. Default: that one alone. */
  readonly languageModel?: OrchardConfig['languageModel'];
  /** How the model interviews. */
  readonly architect?: OrchardConfig['architect'];
  /** What becomes of old operations, looked after at the start and once a day. Default: logs are archived after 7 days. */
  readonly retention?: OrchardConfig['retention'];
  readonly logger?: Logger;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** More environment for npm and the builds of apps that have packages, such as a proxy's address. Default: none. */
  readonly buildEnvironment?: Readonly<Record<string, string>>;
}

/** Orchard on one machine: one folder, one process, one port. */
export interface Local {
  readonly orchard: Orchard;
  /** The API as a function, for calls from within the process. */
  readonly handle: HttpHandler;
  /** The person at this machine. */
  readonly principal: Principal;
  /**
   * Starts to listen on 127.0.0.1 and takes up what an earlier process left. Apps come up in the background.
   *
   * @throws PORT_IN_USE
   */
  listen(): Promise<{ readonly url: string; readonly port: number }>;
  /** Stops apps and running steps in order and frees the folder. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const CLOSE_GRACE_MS = 2_000;

/** The single user of a local installation may do everything; the server listens on loopback only. */
const principal: Principal = { tenantId: tenantIdSchema.parse('local'), userId: 'local' };

class LocalHost implements Local {
  readonly principal = principal;
  readonly orchard: Orchard;
  readonly handle: HttpHandler;
  readonly #server: Server;
  readonly #parts: LocalParts;
  readonly #options: LocalOptions;
  readonly #upkeep: Upkeep;

  constructor(parts: LocalParts, options: LocalOptions) {
    this.#parts = parts;
    this.#options = options;
    this.orchard = parts.orchard;
    const { clock = systemClock, logger = silentLogger } = options;
    this.#upkeep = new Upkeep({ work: (signal) => parts.orchard.maintain({ signal }), clock, logger });
    this.handle = createHttpHandler({
      orchard: parts.orchard,
      authenticate: () => principal,
      authorize: ({ tenantId }) => tenantId === principal.tenantId,
      logger,
    });
    this.#server = createFrontServer({
      port: () => parts.address.port,
      gateway: parts.gateway,
      api: toNodeListener(this.handle),
      ui: options.ui ?? plainPage,
    });
  }

  async listen(): Promise<{ readonly url: string; readonly port: number }> {
    const { address, deployer, orchard } = this.#parts;
    address.port = await listen(this.#server, { host: HOST, port: this.#options.port ?? 3_000 });
    await deployer.recover();
    await orchard.recover();
    this.#upkeep.start();
    return { url: `http://${HOST}:${address.port}`, port: address.port };
  }

  async close(): Promise<void> {
    const { deployer, orchard, storage, home } = this.#parts;
    await Promise.all([closeServer(this.#server, CLOSE_GRACE_MS), orchard.close(), this.#upkeep.close()]);
    await deployer.shutdown();
    await storage.close();
    home.release();
  }
}

interface LocalParts {
  readonly home: Awaited<ReturnType<typeof openHome>>;
  readonly storage: ReturnType<typeof createSqliteStorage>;
  readonly deployer: ReturnType<typeof createProcessDeployer>;
  readonly gateway: ReturnType<typeof createGateway>;
  readonly orchard: Orchard;
  /** Known once the server listens; the addresses of apps are made from it. */
  readonly address: { port: number };
}

async function assemble(home: LocalParts['home'], options: LocalOptions): Promise<LocalParts> {
  const { logger = silentLogger, clock = systemClock, retention } = options;
  const address = { port: options.port ?? 3_000 };
  const storage = createSqliteStorage({
    path: home.database,
    durability: options.durability ?? 'full',
    logger,
    clock,
  });
  await storage.migrate();
  const workspace = createGitWorkspace({
    repositoriesDirectory: home.repositories,
    worktreesDirectory: home.worktrees,
  });
  await requireGit();
  await workspace.cleanUp();
  // Kept out of the apps' folders, and shared by the tests and the releases of all of them.
  const builds = {
    cacheDirectory: join(home.directory, 'builds'),
    env: options.buildEnvironment ?? {},
  };
  const deployer = createProcessDeployer({
    workspace,
    appsDirectory: home.apps,
    nodePath: process.execPath,
    builds,
    resolveUrl: ({ environment, slug }) => {
      const name = environment === 'production' ? slug : `${environment}.${slug}`;
      return `http://${name}.localhost:${address.port}`;
    },
    logger,
  });
  const gateway = createGateway({ route: (target) => deployer.route(target) });
  const { templates = [] } = options;
  const agent = createScaffoldExecutor({ workspace, nodePath: process.execPath, templates, builds });
  const orchard = createOrchard({
    storage,
    blobs: createFileBlobStore({ directory: home.blobs, clock }),
    ...(retention === undefined ? {} : { retention }),
    ...(options.languageModel === undefined ? {} : { languageModel: options.languageModel }),
    ...(options.architect === undefined ? {} : { architect: options.architect }),
    clock,
    deployer,
    executors: { agent, ...options.executors },
    trees: [await readBuildFeatureTree(), ...(options.trees ?? [])],
    templates: { list: () => listTemplates({ templates }) },
    logger,
    exclusive: true,
  });
  return { home, storage, deployer, gateway, orchard, address };
}

/**
 * Opens a local installation: takes its folder, migrates its database and assembles everything. Nothing listens before
 * `listen()`.
 *
 * @throws HOME_UNUSABLE, HOME_LOCKED, STORAGE_CORRUPT, GIT_MISSING
 */
export async function createLocal(options: LocalOptions): Promise<Local> {
  const home = await openHome(options.home);
  try {
    return new LocalHost(await assemble(home, options), options);
  } catch (error) {
    home.release();
    throw error;
  }
}
