import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Next to `src` and next to `dist`: this file is bundled one level below the package's root. */
const GUARD = new URL('../sandbox/sqlite-guard.js', import.meta.url);
const networkFlags = new Map<string, Promise<boolean>>();

/** Newer versions of Node deny the network, too, unless it is asked for. */
function hasNetworkFlag(nodePath: string): Promise<boolean> {
  const known = networkFlags.get(nodePath);
  if (known !== undefined) return known;
  const script = "process.stdout.write(String(process.allowedNodeEnvironmentFlags.has('--allow-net')))";
  const asked = run(nodePath, ['-e', script], { env: {} }).then(({ stdout }) => stdout === 'true');
  asked.catch(() => networkFlags.delete(nodePath));
  networkFlags.set(nodePath, asked);
  return asked;
}

export interface SandboxOptions {
  /** The Node program the app will be run with. */
  readonly nodePath: string;
  /** Absolute folder with the app's code: readable. */
  readonly code: string;
  /** Absolute folder for the app's data: readable and writable. Left out: it may write nowhere. */
  readonly data?: string;
}

function guardImport(guard: string, data: string | undefined): string {
  const address = pathToFileURL(guard);
  if (data !== undefined) address.searchParams.set('data', data);
  return `--import=${address.href}`;
}

/**
 * The arguments of Node that keep an app in its own folders: no other files (databases included), no child processes,
 * no workers, no native code. Network access stays open. Put them before the script, and give the child an
 * environment of its own. The folders must exist.
 *
 * @example spawn(nodePath, [...(await sandboxArguments({ nodePath, code, data })), 'server.js'], { env: {} })
 */
export async function sandboxArguments(options: SandboxOptions): Promise<readonly string[]> {
  // Node compares real paths.
  const guard = await realpath(fileURLToPath(GUARD));
  const code = await realpath(options.code);
  const data = options.data === undefined ? undefined : await realpath(options.data);
  const readable = [guard, code, ...(data === undefined ? [] : [data])];
  return [
    '--permission',
    ...((await hasNetworkFlag(options.nodePath)) ? ['--allow-net'] : []),
    ...readable.map((path) => `--allow-fs-read=${path}`),
    ...(data === undefined ? [] : [`--allow-fs-write=${data}`]),
    guardImport(guard, data),
  ];
}
