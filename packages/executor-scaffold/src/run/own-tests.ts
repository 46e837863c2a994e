import { sandboxArguments } from '../sandbox.ts';
import { TEST_FILES } from '../template-files.ts';
import { startAppProcess } from './app-process.ts';

export interface OwnTestsOptions {
  readonly nodePath: string;
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

export interface OwnTestsResult {
  readonly passed: number;
  readonly failed: number;
  /** Every file ended well and held tests. */
  readonly ok: boolean;
}

interface FileResult {
  readonly passed: number;
  readonly failed: number;
  readonly code: number | null;
}

/** One test file in one process: the runner that starts a process per file would be refused by the sandbox. */
async function runFile(
  options: OwnTestsOptions,
  sandbox: readonly string[],
  file: string,
): Promise<FileResult> {
  const counts = { pass: 0, fail: 0 };
  const child = startAppProcess({
    nodePath: options.nodePath,
    arguments: [...sandbox, '--test-reporter=tap', file],
    folder: options.folder,
    env: { NODE_ENV: 'test', NO_COLOR: '1' },
    signal: options.signal,
    onLine: (line) => {
      const [, kind, count] = /^# (pass|fail) (\d+)$/.exec(line) ?? [];
      if (kind === 'pass') counts.pass = Number(count);
      if (kind === 'fail') counts.fail = Number(count);
      options.onLine(line);
    },
  });
  const code = await child.ended;
  options.signal.throwIfAborted();
  return { passed: counts.pass, failed: counts.fail, code };
}

/** Runs the app's own tests with node:test, kept to the app's folder. */
export async function runOwnTests(options: OwnTestsOptions): Promise<OwnTestsResult> {
  const sandbox = await sandboxArguments({ nodePath: options.nodePath, code: options.folder });
  const results: FileResult[] = [];
  for (const file of TEST_FILES) results.push(await runFile(options, sandbox, file));
  return {
    passed: results.reduce((sum, result) => sum + result.passed, 0),
    failed: results.reduce((sum, result) => sum + result.failed, 0),
    ok: results.every(({ code, passed }) => code === 0 && passed > 0),
  };
}
