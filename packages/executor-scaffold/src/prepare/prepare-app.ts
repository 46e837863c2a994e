import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { OrchardError } from '@orchard-studio/core';
import { needsBuild, packagesKey } from './app-package.ts';
import type { BuildSettings } from './build-settings.ts';
import { findNpm } from './find-npm.ts';
import { withFolder } from './folder-lock.ts';
import { installPackages } from './install-packages.ts';
import { pruneWorkFolders } from './prune-work-folders.ts';
import { type NpmSettings, runNpm } from './run-npm.ts';
import { NO_SOURCE, sourceKey } from './source-key.ts';

const run = promisify(execFile);

/** Stays in the work folder from build to build. */
const KEPT = new Set(['node_modules', '.next', '.installed', '.lock']);
/** Says of which source the result in the work folder was built. */
const BUILT = '.built';
const RESULT = 'dist';
const ENTRY = 'server.js';

export interface PrepareAppOptions extends BuildSettings {
  /** The app's source. A build leaves its result in the folder `dist` below it. */
  readonly folder: string;
  /** The Node program that builds it. */
  readonly nodePath: string;
  readonly signal: AbortSignal;
  /** Every line that npm and the build write. */
  readonly onLine: (line: string) => void;
}

/** Puts the source into the work folder, in place of the one that was built there before. */
async function placeSource(source: string, work: string): Promise<void> {
  for (const name of await readdir(work))
    if (!KEPT.has(name)) await rm(join(work, name), { recursive: true, force: true });
  for (const name of await readdir(source)) {
    if (NO_SOURCE.has(name)) continue;
    await cp(join(source, name), join(work, name), { recursive: true, verbatimSymlinks: true });
  }
}

/** Moves what was built out, whole or not at all. */
async function takeResult(work: string, folder: string): Promise<string> {
  const built = join(work, RESULT);
  if (!(await stat(join(built, ENTRY)).catch(() => undefined))?.isFile())
    throw new OrchardError(
      'STEP_FAILED',
      `The app's build made no ${RESULT}/${ENTRY}, which is what runs it.`,
    );
  const [draft, target] = [join(folder, '.dist-unfinished'), join(folder, RESULT)];
  await rm(draft, { recursive: true, force: true });
  await cp(built, draft, { recursive: true, verbatimSymlinks: true });
  await rm(target, { recursive: true, force: true });
  await rename(draft, target);
  return target;
}

async function runBuild(npm: NpmSettings, work: string): Promise<void> {
  npm.onLine('Building the app.');
  const { code, lines } = await runNpm(npm, work, ['run', 'build']);
  if (code === 0) return;
  const said = lines.filter((line) => /error|⨯|failed/i.test(line)).slice(0, 3);
  throw new OrchardError('STEP_FAILED', `The app's script "build" failed. ${said.join(' ')}`.trim(), {
    details: { code, lines: lines.slice(-10) },
  });
}

interface Build {
  readonly npm: NpmSettings;
  readonly folder: string;
  readonly work: string;
  readonly key: string;
}

/** Builds the app in the work folder, unless what was built there last is the same app. */
async function build({ npm, folder, work, key }: Build): Promise<void> {
  const source = await sourceKey(folder);
  const marker = join(work, BUILT);
  if ((await readFile(marker, 'utf8').catch(() => '')) === source) return;
  await rm(marker, { force: true });
  await placeSource(folder, work);
  await installPackages(npm, work, key);
  await runBuild(npm, work);
  await writeFile(marker, source);
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
    env: options.env ?? {},
    signal,
    onLine,
  };
  const work = join(cache, 'builds', key);
  await mkdir(work, { recursive: true });
  const onWait = (): void => onLine('Waiting for another build to end.');
  const ready = await withFolder(work, { signal, onWait }, async () => {
    await build({ npm, folder, work, key });
    return takeResult(work, folder);
  });
  await pruneWorkFolders(join(cache, 'builds'), key);
  return ready;
}
