import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import {
  type Executor,
  type ExecutorContext,
  type ExecutorOutcome,
  type JsonObject,
  parseOrThrow,
} from '@orchard-studio/core';
import { z } from 'zod';
import { commandCheckpoint, endInterruptedCommand } from './interrupted-command.ts';
import { endGroup, tieGroup } from './kill-group.ts';
import { LogLines } from './log-lines.ts';
import { readOutputs } from './outputs.ts';
import { makeStepFolder, removeStepFolder, sweepStepFolders } from './step-folder.ts';
import { variables } from './variables.ts';

export interface ShellExecutorOptions {
  /** Folder commands run in. */
  readonly directory: string;
  /** Variables every command gets. Nothing else of this process's environment reaches it. */
  readonly env: Readonly<Record<string, string>>;
  /** Time between SIGTERM and SIGKILL of a command that is stopped. Default 5000. */
  readonly graceMs?: number;
}

/** One command, with all it is given. */
interface Command {
  readonly text: string;
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  readonly graceMs: number;
  readonly folder: string;
}

interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

const withSchema = z.looseObject({ command: z.string().min(1) });
const GRACE_MS = 5_000;

function start({ text, directory, env }: Command) {
  const child = spawn('/bin/sh', ['-c', text], {
    cwd: directory,
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own process group, so that a stop reaches everything the command started.
    detached: true,
  });
  const ended = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, killedBy) => resolve({ code, signal: killedBy }));
  });
  // One that could not be started rejects; it is awaited later in any case.
  ended.catch(() => undefined);
  return { child, ended };
}

/** Saves how to find the command, in case this process is killed. */
async function remember(child: ChildProcess, { folder }: Command, { beat }: ExecutorContext): Promise<void> {
  if (child.pid === undefined) return;
  const checkpoint = await commandCheckpoint({ pid: child.pid, folder });
  if (checkpoint !== undefined) await beat({ checkpoint });
}

async function runCommand(command: Command, context: ExecutorContext): Promise<Exit> {
  const { signal } = context;
  signal.throwIfAborted();
  const { child, ended } = start(command);
  const { pid } = child;
  const untie = pid === undefined ? () => {} : tieGroup(pid);
  let stopping: Promise<void> | undefined;
  const stop = (): void => {
    if (pid !== undefined) stopping ??= endGroup(pid, command.graceMs);
  };
  signal.addEventListener('abort', stop, { once: true });
  const lines = new LogLines(context.emit);
  try {
    lines.read(child.stdout, 'info');
    lines.read(child.stderr, 'warn');
    await remember(child, command, context);
    return await ended;
  } catch (error) {
    // The attempt is lost; nothing of it may go on.
    stop();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    // The command itself may be gone while something it started ignores the stop.
    await stopping;
    untie();
    lines.end();
  }
}

function outcomeOf(exit: Exit, outputs: JsonObject): ExecutorOutcome {
  if (exit.code === 0) return { status: 'succeeded', outputs };
  const how =
    exit.code === null ? `was killed by ${exit.signal ?? 'a signal'}` : `ended with code ${exit.code}`;
  return {
    status: 'failed',
    error: { code: 'STEP_FAILED', message: `The command ${how}.` },
    retryable: true,
  };
}

/**
 * `run:` steps: a shell command with a clean environment, in a process group of its own that ends with a cancel or a
 * timeout. It gets values as variables (`INPUT_<NAME>`, `NEEDS_<STEP>_<OUTPUT>`, `MATRIX_<NAME>`, `ORCHARD_STEP`,
 * `ORCHARD_OPERATION`, `ORCHARD_ATTEMPT`, `ORCHARD_IDEMPOTENCY_KEY`, `ORCHARD_FENCING_TOKEN`) and hands outputs on
 * by writing `name=value`, or `name<<END` … `END`, to the file `$ORCHARD_OUTPUT` (at most 64 KB).
 *
 * @example
 * createRunner({ executors: { shell: createShellExecutor({ directory: '.', env: { PATH: '/usr/bin:/bin' } }) } });
 */
export function createShellExecutor(options: ShellExecutorOptions): Executor {
  const { directory, env, graceMs = GRACE_MS } = options;
  let swept: Promise<void> | undefined;
  return {
    specVersion: 'v1',
    name: 'shell',
    execute: async (request, context) => {
      const { command: text } = parseOrThrow(withSchema, request.step.with, 'The run step');
      const given = variables(request);
      swept ??= sweepStepFolders();
      await Promise.all([swept, endInterruptedCommand(request.checkpoint, graceMs)]);
      const folder = await makeStepFolder();
      try {
        const file = join(folder, 'output');
        const all = { ...env, ...given, ORCHARD_OUTPUT: file };
        const exit = await runCommand({ text, directory, env: all, graceMs, folder }, context);
        return outcomeOf(exit, await readOutputs(file));
      } finally {
        await removeStepFolder(folder);
      }
    },
  };
}
