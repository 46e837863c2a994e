import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { firstLines } from './first-lines.ts';
import { onLines } from './lines.ts';

const MAX_LINES = 2_000;
const MAX_LINE = 4_000;
const GRACE_MS = 2_000;

export interface AppProcessOptions {
  readonly nodePath: string;
  readonly arguments: readonly string[];
  readonly folder: string;
  /** The whole environment of the child. */
  readonly env: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
  /** Lines told of each stream. The streams are read on, so that the child never waits. Default: 2,000. */
  readonly maxLines?: number;
  readonly signal: AbortSignal;
}

export interface AppProcess {
  /** Resolves with the exit code, null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Ends the whole process group, kindly first. */
  stop(): Promise<void>;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

function readLines(child: ChildProcess, { onLine, maxLines = MAX_LINES }: AppProcessOptions): void {
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) onLines(stream, MAX_LINE, firstLines(maxLines, onLine));
  }
}

/** Starts Node in a process group of its own. Aborting kills the group. */
export function startAppProcess(options: AppProcessOptions): AppProcess {
  options.signal.throwIfAborted();
  const child = spawn(options.nodePath, options.arguments, {
    cwd: options.folder,
    env: { ...options.env },
    detached: true,
    // The channel closes when this process is killed; the app ends then, and is not left running.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  readLines(child, options);
  const kill = (): void => signalGroup(child, 'SIGKILL');
  options.signal.addEventListener('abort', kill, { once: true });
  const ended = once(child, 'close')
    .then(([code]: unknown[]) => (typeof code === 'number' ? code : null))
    .finally(() => options.signal.removeEventListener('abort', kill));
  // Whoever awaits it gets the error; nobody awaiting it is no fault.
  ended.catch(() => {});
  return {
    ended,
    stop: async () => {
      signalGroup(child, 'SIGTERM');
      const timer = setTimeout(kill, GRACE_MS);
      await ended.catch(() => null).finally(() => clearTimeout(timer));
    },
  };
}
