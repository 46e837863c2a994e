import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { networkEnvironment } from '@orchard-studio/executor-scaffold';

const ROOT = resolve(import.meta.dirname, '..');
export const BIN = join(ROOT, 'packages/cli/bin/orchard.js');
const STUDIO_CONFIG = join(ROOT, 'examples/studio/orchard.config.ts');

export interface OrchardProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** Everything it printed. */
  output(): string;
  /** Sends a signal and resolves with the exit code once it is gone; null after a kill. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

/** A temporary data folder that is removed by `remove`. */
export async function temporaryHome(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'orchard-e2e-'));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** What a command sees of the environment: as little as a user's shell would give it. */
export function environment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, LANG } = process.env;
  const network = networkEnvironment(process.env);
  return { PATH, HOME, TMPDIR, LANG, NEXT_TELEMETRY_DISABLED: '1', ...network, ...extra };
}

/** Starts `orchard start` on a free port and resolves once it says that it is ready. */
export async function startOrchard(options: {
  readonly home: string;
  readonly port?: number;
  /** Serve the studio too. */
  readonly studio?: boolean;
}): Promise<OrchardProcess> {
  const config = options.studio === true ? ['--config', STUDIO_CONFIG] : [];
  const child = spawn(process.execPath, [BIN, 'start', ...config], {
    // Away from the repository, so that no configuration is picked up by chance.
    cwd: options.home,
    env: environment({ ORCHARD_HOME: options.home, PORT: String(options.port ?? 0) }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const exited = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  const url = await new Promise<string>((ready, failed) => {
    const read = (chunk: Buffer): void => {
      text += chunk.toString();
      const found = /ready on (http:\S+)/.exec(text)?.[1];
      if (found !== undefined) ready(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void exited.then((code) => failed(new Error(`orchard start ended with code ${code}:\n${text}`)));
  });
  return {
    url,
    child,
    output: () => text,
    stop: async (signal) => {
      child.kill(signal);
      return exited;
    },
  };
}
