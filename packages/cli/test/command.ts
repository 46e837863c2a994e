import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type CommandContext, runProgram } from '../src/index.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A folder that is gone after the test. */
export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'orchard-cli-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs the command as a shell would, with an environment of its own. */
export async function orchard(...args: readonly string[]): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const context = {
    terminal: {
      line: (text = '') => void out.push(`${text}\n`),
      error: (text) => void err.push(`${text}\n`),
      style: (_style, text) => text,
      width: 80,
    },
    env: {},
    stdin: process.stdin,
    stdout: process.stdout,
  } satisfies CommandContext;
  // Only help goes to the stream itself.
  const write = process.stdout.write;
  process.stdout.write = (text: string | Uint8Array) => out.push(String(text)) > 0;
  try {
    const code = await runProgram(args, context);
    return { code, out: out.join(''), err: err.join('') };
  } finally {
    process.stdout.write = write;
  }
}
