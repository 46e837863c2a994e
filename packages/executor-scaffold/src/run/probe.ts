import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppModel } from '../model/app-model.ts';
import { sandboxArguments } from '../sandbox.ts';
import { type AppProcess, startAppProcess } from './app-process.ts';

const START_MS = 15_000;
const ANSWER_MS = 5_000;
/** Pages asked for at once. */
const LANES = 4;
/** Served to everybody in every app. */
const OPEN_ADDRESSES = ['/healthz', '/assets/styles.css', '/assets/theme.css'];
const STYLES = join('public', 'styles.css');

export interface ProbeOptions {
  readonly nodePath: string;
  readonly folder: string;
  readonly model: AppModel;
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

export interface ProbeResult {
  readonly checked: number;
  /** One sentence per address that did not answer as it should. */
  readonly faults: readonly string[];
}

/** Every address that must answer right after the start. */
function addresses({ model, folder }: ProbeOptions): readonly string[] {
  const perEntity = model.entities.flatMap(({ path }) => [`/${path}`, `/${path}/new`, `/api/${path}`]);
  // Pages of some targets bring their styles along.
  const open = OPEN_ADDRESSES.filter(
    (path) => path !== '/assets/styles.css' || existsSync(join(folder, STYLES)),
  );
  return [...open, '/', '/gaps', ...perEntity];
}

/** What an answer may be: an app with accounts sends strangers away, or to the page where they sign in. */
function isFine(status: number, path: string, model: AppModel): boolean {
  if (status === 200) return true;
  return (
    model.access.enforced && !OPEN_ADDRESSES.includes(path) && [302, 303, 307, 401, 403].includes(status)
  );
}

/** The address in the app's line about listening. */
function listeningUrl(line: string): string | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== 'object' || entry === null || !('url' in entry) || !('message' in entry))
      return undefined;
    return entry.message === 'listening' && typeof entry.url === 'string' ? entry.url : undefined;
  } catch {
    return undefined;
  }
}

interface Started {
  readonly child: AppProcess;
  readonly url: string;
}

async function start(options: ProbeOptions): Promise<Started> {
  // Below the checkout, which is thrown away after the step; never committed.
  const data = join(options.folder, '.probe-data');
  await mkdir(data, { recursive: true });
  const sandbox = await sandboxArguments({ nodePath: options.nodePath, code: options.folder, data });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const timer = setTimeout(() => reject(new Error(`It did not listen within ${START_MS} ms.`)), START_MS);
  const child = startAppProcess({
    nodePath: options.nodePath,
    arguments: [...sandbox, 'server.js'],
    folder: options.folder,
    env: { PORT: '0', HOST: '127.0.0.1', DATA_DIR: data, NODE_ENV: 'production' },
    signal: options.signal,
    onLine: (line) => {
      const url = listeningUrl(line);
      if (url !== undefined) resolve(url);
      options.onLine(line);
    },
  });
  child.ended.then(
    (code) => reject(new Error(`It ended with code ${code} before it listened.`)),
    (error: unknown) => reject(error),
  );
  try {
    return { child, url: await promise };
  } catch (error) {
    await child.stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function fault(url: string, path: string, options: ProbeOptions): Promise<string | undefined> {
  const { model, signal } = options;
  try {
    const response = await fetch(`${url}${path}`, {
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
    });
    await response.arrayBuffer();
    return isFine(response.status, path, model) ? undefined : `${path} answered ${response.status}.`;
  } catch (error) {
    return `${path} did not answer: ${error instanceof Error ? error.message : String(error)}.`;
  }
}

/** In the order of the addresses. */
async function faultsOf(
  url: string,
  paths: readonly string[],
  options: ProbeOptions,
): Promise<readonly string[]> {
  const waiting = [...paths.entries()];
  const found = new Map<number, string>();
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      options.signal.throwIfAborted();
      const [at, path] = next;
      const trouble = await fault(url, path, options);
      if (trouble !== undefined) found.set(at, trouble);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return [...found].sort(([a], [b]) => a - b).map(([, trouble]) => trouble);
}

/** Starts the app for real on a free port with an empty database, and asks for every page once. */
export async function probeApp(options: ProbeOptions): Promise<ProbeResult> {
  const paths = addresses(options);
  let started: Started;
  try {
    started = await start(options);
  } catch (error) {
    options.signal.throwIfAborted();
    return {
      checked: 0,
      faults: [`The app did not start. ${error instanceof Error ? error.message : String(error)}`],
    };
  }
  try {
    return { checked: paths.length, faults: await faultsOf(started.url, paths, options) };
  } finally {
    await started.child.stop();
  }
}
