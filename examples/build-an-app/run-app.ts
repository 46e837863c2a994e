import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { AppTarget } from '@orchard-studio/core';

const execute = promisify(execFile);

/** The app gets nothing of this process's environment but where to find programs, this Node first. */
const environment = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  PATH: [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter),
  HOME: process.env.HOME ?? '',
  ...more,
});

async function run(folder: string, command: string, args: readonly string[]): Promise<void> {
  const child = spawn(command, args, { cwd: folder, env: environment(), stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`"${command} ${args.join(' ')}" ended with ${String(code)}.`);
}

/** What was done to the tables, without the statements. */
async function migrate(folder: string, onStep: (line: string) => void): Promise<void> {
  const options = { cwd: folder, env: environment() };
  const { stdout } = await execute(process.execPath, ['server.js', 'migrate'], options);
  for (const line of stdout.split('\n')) if (/^(?:- |\d+ steps|Nothing)/.test(line)) onStep(line);
}

/**
 * Makes an app ready to start: its packages, where it needs any, and its tables.
 *
 * @param onStep is told what was done to the tables
 */
export async function prepareApp(
  folder: string,
  target: AppTarget,
  onStep: (line: string) => void,
): Promise<void> {
  if (target === 'next') {
    await run(folder, 'npm', ['install', '--no-audit', '--no-fund']);
    await run(folder, 'npm', ['run', 'build']);
  }
  await migrate(folder, onStep);
}

/** The address in an app's line about listening. */
function listeningUrl(line: string): string | undefined {
  try {
    const { message, url }: Record<string, unknown> = JSON.parse(line);
    return message === 'listening' && typeof url === 'string' ? url : undefined;
  } catch {
    return undefined;
  }
}

export interface RunningApp {
  readonly url: string;
  /** Resolves when it is gone. */
  readonly ended: Promise<unknown>;
}

function stopWith(child: ChildProcess): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
}

/** Starts an app, which ends with this process. @throws Error when it ends before it listens */
export async function startApp(
  folder: string,
  port: number,
  onLine: (line: string) => void,
): Promise<RunningApp> {
  const child = spawn(process.execPath, ['server.js'], {
    cwd: folder,
    env: environment({ PORT: String(port), NODE_ENV: 'production' }),
    // When this process is killed, the channel closes, and the app ends.
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  stopWith(child);
  const ended = once(child, 'exit');
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  ended.then(() => reject(new Error('The app ended before it listened.')), reject);
  if (child.stdout !== null)
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = listeningUrl(line);
      if (url === undefined) onLine(line);
      else resolve(url);
    });
  return { url: await promise, ended };
}
