import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { environment } from './orchard-process.ts';

const ROOT = resolve(import.meta.dirname, '..');
/** From its sources: what is tried here is the behaviour of processes, and it needs no build. */
const COMMAND = ['--conditions=@orchard-studio/source', join(ROOT, 'packages/cli/src/bin.ts')];
export const TREES = join(ROOT, 'trees');

export interface TreeProcess {
  readonly child: ChildProcess;
  /** Everything it printed. */
  output(): string;
  /** Resolves with the output once it holds the text; rejects when the process ends without it. */
  says(text: string | RegExp): Promise<string>;
  readonly ended: Promise<{ readonly code: number | null; readonly out: string }>;
}

/** Runs `orchard tree …` in a folder; operations are kept in its `home`. */
export function orchardTree(cwd: string, args: readonly string[], home = join(cwd, 'home')): TreeProcess {
  const child = spawn(process.execPath, [...COMMAND, 'tree', ...args], {
    cwd,
    env: environment({ ORCHARD_HOME: home, NO_COLOR: '1', A_SECRET: 'do-not-pass-on' }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let look = (): void => {};
  const read = (chunk: Buffer): void => {
    out += chunk.toString();
    look();
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  const ended = new Promise<{ code: number | null; out: string }>((done) =>
    child.once('close', (code) => done({ code, out })),
  );
  const holds = (text: string | RegExp): boolean =>
    typeof text === 'string' ? out.includes(text) : text.test(out);
  return {
    child,
    output: () => out,
    says: (text) =>
      new Promise((found, failed) => {
        look = () => {
          if (holds(text)) found(out);
        };
        look();
        void ended.then(({ code }) =>
          failed(new Error(`It ended with code ${code} without ${text}:\n${out}`)),
        );
      }),
    ended,
  };
}

/** Runs it to its end. */
export const runTree = (cwd: string, args: readonly string[], home?: string) =>
  orchardTree(cwd, args, home).ended;
