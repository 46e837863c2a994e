import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import type { WorkerSettings } from './settings.ts';

const program = fileURLToPath(import.meta.resolve('./worker.ts'));
const flags = ['--conditions=@orchard-studio/source', '--disable-warning=ExperimentalWarning'];

/** What Node has compiled, for the next process to start in half the time. */
const compiled = mkdtempSync(join(tmpdir(), 'orchard-compiled-'));
afterAll(() => rmSync(compiled, { recursive: true, force: true }));

/** How a process ended. */
interface WorkerEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What it complained about: an unhandled rejection, for one. */
  readonly complaints: string;
}

export interface WorkerProcess {
  readonly name: string;
  readonly ended: Promise<WorkerEnd>;
  /** True once it stands still; false when it ends without. */
  readonly stoodStill: Promise<boolean>;
  kill(): void;
  stop(): void;
  /** Ends a stop, now or soon. */
  goOn(): void;
  /** Lets it end in order. */
  close(): Promise<WorkerEnd>;
}

/** Starts a worker process. It ends with this one. */
export function spawnWorker(settings: WorkerSettings): WorkerProcess {
  const child = spawn(process.execPath, [...flags, program, JSON.stringify(settings)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  });
  // It may be gone when its input is closed.
  child.stdin.on('error', () => undefined);
  let complaints = '';
  child.stderr.on('data', (chunk) => {
    complaints += String(chunk);
  });
  const ended = once(child, 'close').then(([code, signal]): WorkerEnd => ({ code, signal, complaints }));
  let again: NodeJS.Timeout | undefined;
  void ended.then(() => clearInterval(again));
  const still = new Promise<boolean>((resolve) => {
    createInterface({ input: child.stdout }).once('line', () => resolve(true));
  });
  return {
    name: settings.name,
    ended,
    stoodStill: Promise.race([still, ended.then(() => false)]),
    kill: () => void child.kill('SIGKILL'),
    stop: () => {
      clearInterval(again);
      child.kill('SIGSTOP');
    },
    goOn: () => {
      // A process that stops itself says so just before: it may not stand still yet.
      again = setInterval(() => child.kill('SIGCONT'), 20);
    },
    close: () => {
      child.stdin.end();
      return ended;
    },
  };
}
