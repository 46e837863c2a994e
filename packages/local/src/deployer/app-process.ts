import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, realpath } from 'node:fs/promises';
import type { AppLogLine, Clock } from '@orchard-studio/core';
import { onLines, sandboxArguments } from '@orchard-studio/executor-scaffold';
import { processIdentity } from './process-identity.ts';

const MAX_LINE = 8_000;

/** How a process ended: `code 1` or `SIGKILL`. */
type Ending = string;

/** One running process of an app. */
export interface AppProcess {
  readonly pid: number;
  readonly identity: string;
  readonly port: number;
  readonly commit: string;
  /** Resolves when it is gone; never rejects. */
  readonly ended: Promise<Ending>;
  /** Undefined while it runs. */
  ending(): Ending | undefined;
  /** Ends the whole process group, kindly first. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly nodePath: string;
  readonly release: string;
  readonly data: string;
  readonly commit: string;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  readonly onLine: (line: AppLogLine) => void;
  readonly clock: Clock;
  readonly stopGraceMs: number;
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Everything in the group has ended.
  }
}

async function spawnApp(options: StartOptions): Promise<ChildProcess> {
  await mkdir(options.data, { recursive: true });
  // Node compares real paths.
  const [code, data] = await Promise.all([realpath(options.release), realpath(options.data)]);
  const sandbox = await sandboxArguments({ nodePath: options.nodePath, code, data });
  return spawn(options.nodePath, [...sandbox, 'server.js'], {
    cwd: code,
    env: {
      ...options.env,
      PORT: String(options.port),
      HOST: '127.0.0.1',
      DATA_DIR: data,
      NODE_ENV: 'production',
    },
    detached: true,
    // The channel carries nothing: when this process dies, the app sees it close and ends, too.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

function watchOutput(child: ChildProcess, { onLine, clock }: StartOptions): void {
  for (const stream of ['stdout', 'stderr'] as const) {
    const source = child[stream];
    if (source === null) continue;
    onLines(source, MAX_LINE, (line) => onLine({ at: clock.now().toISOString(), stream, line }));
  }
}

/** Starts an app in its sandbox, with an environment of its own and in a process group of its own. */
export async function startAppProcess(options: StartOptions): Promise<AppProcess> {
  const child = await spawnApp(options);
  watchOutput(child, options);
  let ending: Ending | undefined;
  const ended = new Promise<Ending>((resolve) => {
    child.once('close', (code, signal) => {
      ending = signal ?? `code ${code}`;
      resolve(ending);
    });
  });
  const { pid } = child;
  if (pid === undefined) {
    const [error]: unknown[] = await once(child, 'error');
    throw error;
  }
  return {
    pid,
    identity: (await processIdentity(pid)) ?? 'ended',
    port: options.port,
    commit: options.commit,
    ended,
    ending: () => ending,
    stop: async () => {
      signalGroup(pid, 'SIGTERM');
      const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), options.stopGraceMs);
      await ended.finally(() => clearTimeout(timer));
    },
  };
}
