import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sandboxArguments } from '../sandbox.ts';
import { startAppProcess } from './app-process.ts';
import { firstLines } from './first-lines.ts';

/**
 * Test files that run at once. Each is a process of its own with a data folder of its own. More than most machines have
 * cores for: the last file would else run alone.
 */
const LANES = 4;
/** Lines told of one test file, of tests that passed and of everything else. */
const MAX_LINES = 2_000;
/** What TAP says around each test. */
const FRAME = /^(?:TAP version|1\.\.|# Subtest:|\s+(?:---$|\.\.\.$|duration_ms:|type: ))/;

export interface OwnTestsOptions {
  readonly nodePath: string;
  readonly folder: string;
  /** Test files, relative to the folder. */
  readonly files: readonly string[];
  readonly signal: AbortSignal;
  /** What a test file wrote, with the path of the file: its first 2,000 lines besides tests that passed. */
  readonly onLine: (line: string, file: string) => void;
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
async function runFile(options: OwnTestsOptions, file: string, at: number): Promise<FileResult> {
  const { nodePath, folder } = options;
  // Below the checkout, which is thrown away after the step; never committed.
  const data = join(folder, '.test-data', String(at));
  await mkdir(data, { recursive: true });
  const sandbox = await sandboxArguments({ nodePath, code: folder, data });
  const counts = { pass: 0, fail: 0 };
  const tell = (line: string): void => options.onLine(line, file);
  // Apart, so that in an app with many tests the one that failed is still told of.
  const tellPassed = firstLines(MAX_LINES, tell);
  const tellRest = firstLines(MAX_LINES, tell);
  const child = startAppProcess({
    nodePath,
    arguments: [...sandbox, '--test-reporter=tap', file],
    folder,
    env: { NODE_ENV: 'test', NO_COLOR: '1', DATA_DIR: data },
    signal: options.signal,
    // The counts are in the last lines.
    maxLines: Number.POSITIVE_INFINITY,
    onLine: (line) => {
      const [, kind, count] = /^# (pass|fail) (\d+)$/.exec(line) ?? [];
      if (kind === 'pass') counts.pass = Number(count);
      if (kind === 'fail') counts.fail = Number(count);
      if (/^\s*ok \d/.test(line)) tellPassed(line);
      else if (!FRAME.test(line)) tellRest(line);
    },
  });
  const code = await child.ended;
  options.signal.throwIfAborted();
  return { passed: counts.pass, failed: counts.fail, code };
}

/** Runs the app's own tests with node:test, kept to the app's folder. */
export async function runOwnTests(options: OwnTestsOptions): Promise<OwnTestsResult> {
  const waiting = [...options.files.entries()];
  const results: FileResult[] = [];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, file] = next;
      results.push(await runFile(options, file, at));
    }
  };
  // All lanes end before this does, so that no process outlives an abort.
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(LANES, waiting.length) }, lane));
  const failure = lanes.find((each) => each.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  return {
    passed: results.reduce((sum, result) => sum + result.passed, 0),
    failed: results.reduce((sum, result) => sum + result.failed, 0),
    ok: results.length > 0 && results.every(({ code, passed }) => code === 0 && passed > 0),
  };
}
