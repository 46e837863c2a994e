import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import {
  type Executor,
  type ExecutorContext,
  type ExecutorOutcome,
  type ExecutorRequest,
  type JsonObject,
  type JsonValue,
  OrchardError,
  parseOrThrow,
} from '@orchard-studio/core';
import { onLines } from '@orchard-studio/executor-scaffold';
import { z } from 'zod';
import { commandCheckpoint, endInterruptedCommand } from './interrupted-command.ts';
import { killGroup, tieGroup } from './kill-group.ts';

export interface ShellExecutorOptions {
  /** Folder commands run in. */
  readonly directory: string;
  /** Variables every command gets. Nothing else of this process's environment reaches it. */
  readonly env: Readonly<Record<string, string>>;
  /** Time between SIGTERM and SIGKILL of a command that is stopped. Default 5000. */
  readonly graceMs?: number;
}

const withSchema = z.looseObject({ command: z.string().min(1) });
const OUTPUT_LINE = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/;
const MAX_OUTPUT_BYTES = 64 * 1024;
const MAX_LINE = 8_000;

const asText = (value: JsonValue): string => (typeof value === 'string' ? value : JSON.stringify(value));
const variable = (...parts: readonly string[]): string => parts.join('_').replaceAll('-', '_').toUpperCase();

/** Values reach the command as variables, never as text of the command: `INPUT_NAME`, `NEEDS_STEP_OUTPUT`. */
function variables({ operation, needs, step }: ExecutorRequest): Record<string, string> {
  const inputs = Object.entries(operation.inputs).map(([name, value]) => [
    variable('INPUT', name),
    asText(value),
  ]);
  const outputs = Object.entries(needs).flatMap(([key, values]) =>
    Object.entries(values).map(([name, value]) => [variable('NEEDS', key, name), asText(value)]),
  );
  return { ...Object.fromEntries([...inputs, ...outputs]), ...step.env };
}

/** @throws STEP_FAILED when there is more than a ledger should hold: half a value must not be handed on. */
async function readOutputs(file: string): Promise<JsonObject> {
  const { size } = await stat(file).catch(() => ({ size: 0 }));
  if (size > MAX_OUTPUT_BYTES) {
    throw new OrchardError(
      'STEP_FAILED',
      `The command wrote more than ${MAX_OUTPUT_BYTES / 1024} KB of outputs.`,
    );
  }
  const text = await readFile(file, 'utf8').catch(() => '');
  const entries = text.split(/\r?\n/).flatMap((line) => {
    const [, name, value] = OUTPUT_LINE.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

/** Lines as they come. A bare carriage return, which a progress bar draws itself anew with, ends one too. */
function logLines(stream: Readable, level: 'info' | 'warn', emit: ExecutorContext['emit']): void {
  onLines(stream, MAX_LINE, (line) => {
    for (const message of line.split('\r')) emit({ type: 'log', level, message });
  });
}

interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

async function runCommand(
  command: string,
  options: ShellExecutorOptions & { readonly variables: Readonly<Record<string, string>> },
  { emit, beat, signal }: ExecutorContext,
): Promise<Exit> {
  signal.throwIfAborted();
  const child = spawn('/bin/sh', ['-c', command], {
    cwd: options.directory,
    env: { ...options.env, ...options.variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own process group, so that a stop reaches everything the command started.
    detached: true,
  });
  const stop = (): void => killGroup(child.pid, options.graceMs ?? 5_000);
  const untie = tieGroup(child.pid);
  signal.addEventListener('abort', stop, { once: true });
  try {
    logLines(child.stdout, 'info', emit);
    logLines(child.stderr, 'warn', emit);
    const ended = new Promise<Exit>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, killedBy) => resolve({ code, signal: killedBy }));
    });
    // A command that could not be started rejects `ended`, which is awaited below in any case.
    ended.catch(() => undefined).finally(untie);
    const checkpoint = child.pid === undefined ? undefined : await commandCheckpoint(child.pid);
    if (checkpoint !== undefined) await beat({ checkpoint });
    return await ended;
  } catch (error) {
    // The attempt is lost; nothing of it may go on.
    stop();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
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
 * `run:` steps: a shell command with a clean environment. It may write `name=value` lines to the file `$ORCHARD_OUTPUT`
 * to hand outputs to later steps.
 */
export function createShellExecutor(options: ShellExecutorOptions): Executor {
  return {
    specVersion: 'v1',
    name: 'shell',
    execute: async (request, context) => {
      const { command } = parseOrThrow(withSchema, request.step.with, 'The run step');
      await endInterruptedCommand(request.checkpoint, options.graceMs ?? 5_000);
      const folder = await mkdtemp(join(tmpdir(), 'orchard-step-'));
      try {
        const file = join(folder, 'output');
        const exit = await runCommand(
          command,
          { ...options, variables: { ...variables(request), ORCHARD_OUTPUT: file } },
          context,
        );
        return outcomeOf(exit, await readOutputs(file));
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}
