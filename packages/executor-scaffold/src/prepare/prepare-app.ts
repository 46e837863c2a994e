import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { OrchardError } from '@orchard-studio/core';
import { needsBuild, packagesKey } from './app-package.ts';
import { findNpm } from './find-npm.ts';
import { withFolder } from './folder-lock.ts';
import { installPackages } from './install-packages.ts';
import { pruneWorkFolders } from './prune-work-folders.ts';
import { type NpmSettings, runNpm } from './run-npm.ts';

const run = promisify(execFile);

/** Stays in the work folder from build to build. */
const KEPT = new Set(['node_modules', '.next', '.installed', '.lock']);
/** Of the app, what is no part of its source. */
const LEFT_OUT = new Set(['.git', '.orchard', 'node_modules', '.next', 'dist', 'data']);
const RESULT = 'dist';
const ENTRY = 'server.js';

export interface PrepareAppOptions {
  /** The app's source. A build leaves its result in the folder `dist` below it. */
  readonly folder: string;
  /** The Node program that builds it. */
  readonly nodePath: string;
  /** `npm-cli.js`. Default: the one next to Node, or the system's. */
  readonly npmPath?: string;
  /** Where packages and what builds share are kept; best on the same disk for all projects. Made when absent. */
  readonly cacheDirectory: string;
  /** npm's own cache. Default: one in `cacheDirectory`. */
  readonly npmCache?: string;
  /** Address of the npm registry. Default: npm's. */
  readonly registry?: string;
  readonly signal: AbortSignal;
  /** Every line that npm and the build write. */
  readonly onLine: (line: string) => void;
}

/** Puts the source into the work folder, in place of the one that was built there before. */
async function placeSource(source: string, work: string): Promise<void> {
  for (const name of await readdir(work))
    if (!KEPT.has(name)) await rm(join(work, name), { recursive: true, force: true });
  for (const name of await readdir(source)) {
    if (LEFT_OUT.has(name)) continue;
    await cp(join(source, name), join(work, name), { recursive: true, verbatimSymlinks: true });
  }
}

/** Moves what was built out, whole or not at all. */
async function takeResult(work: string, folder: string): Promise<string> {
  const built = join(work, RESULT);
  if (!(await stat(join(built, ENTRY)).catch(() => undefined))?.isFile())
    throw new OrchardError('STEP_FAILED', `The app's build made no ${RESULT}/${ENTRY}, which is what runs it.`);
  const [draft, target] = [join(folder, '.dist-unfinished'), join(folder, RESULT)];
  await rm(draft, { recursive: true, force: true });
  await cp(built, draft, { recursive: true, verbatimSymlinks: true });
  await rm(target, { recursive: true, force: true });
  await rename(draft, target);
  return target;
}

async function build(npm: NpmSettings, work: string): Promise<void> {
  npm.onLine('Building the app.');
  const { code, lines } = await runNpm(npm, work, ['run', 'build']);
  if (code === 0) return;
  const said = lines.filter((line) => /error|⨯|failed/i.test(line)).slice(0, 3);
  throw new OrchardError('STEP_FAILED', `The app's script "build" failed. ${said.join(' ')}`.trim(), {
    details: { code, lines: lines.slice(-10) },
  });
}

/**
 * Makes an app ready to run. One without a script `build` in its package.json is ready as it is. For any other the
 * packages are installed and the script is run, outside the app's sandbox: the script is the app's own code. Packages
 * are installed once per lockfile, and builds of apps with the same lockfile wait for each other.
 *
 * @returns the folder with `server.js`: `folder` itself, or `dist` below it.
 * @throws UNREACHABLE when packages are missing and the registry does not answer; STEP_FAILED when npm or the build
 *   fails; CONFIG_INVALID without npm; INVALID_INPUT for a package.json that is none.
 * @example
 * const ready = await prepareApp({ folder, nodePath: process.execPath, cacheDirectory, signal, onLine: console.log });
 * spawn(process.execPath, [...(await sandboxArguments({ nodePath, code: ready, data })), 'server.js']);
 */
export async function prepareApp(options: PrepareAppOptions): Promise<string> {
  const { nodePath, signal, onLine } = options;
  const [folder, cache] = [resolve(options.folder), resolve(options.cacheDirectory)];
  signal.throwIfAborted();
  if (!(await needsBuild(folder))) return folder;
  const { stdout: version } = await run(nodePath, ['--version'], { env: {} });
  const key = await packagesKey(folder, version.trim());
  const npm: NpmSettings = {
    nodePath,
    npm: await findNpm(nodePath, options.npmPath),
    home: join(cache, 'home'),
    npmCache: options.npmCache,
    registry: options.registry,
    signal,
    onLine,
  };
  const work = join(cache, 'builds', key);
  await mkdir(work, { recursive: true });
  const onWait = (): void => onLine('Waiting for another build to end.');
  const ready = await withFolder(work, { signal, onWait }, async () => {
    await placeSource(folder, work);
    await installPackages(npm, work, key);
    await build(npm, work);
    return takeResult(work, folder);
  });
  await pruneWorkFolders(join(cache, 'builds'), key);
  return ready;
}
