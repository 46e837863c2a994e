import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { asJson } from '../files/bytes.ts';
import { contentAt } from '../files/find-file.ts';
import { MODEL_FILE, modelSchema } from '../generation/model-schema.ts';
import type { AppModel } from '../model/app-model.ts';
import { prepareApp } from '../prepare/prepare-app.ts';
import { runOwnTests } from '../run/own-tests.ts';
import { probeApp } from '../run/probe.ts';
import type { Task, TaskFailure, TaskInput } from './task.ts';

const failed = (message: string): { readonly failure: TaskFailure } => ({
  failure: { code: 'STEP_FAILED', message },
});

/** TAP lines that say something; the rest of the protocol is noise in a log. */
const isTelling = (line: string): boolean =>
  /^\s*(?:not )?ok \d|^# (?:tests|pass|fail) |error|expected|actual/i.test(line);

function log({ context }: TaskInput, line: string, file?: string): void {
  const level = /^\s*not ok|"level":"error"/.test(line) ? 'error' : 'info';
  context.emit({ type: 'log', level, message: file === undefined ? line : `${file}: ${line}` });
}

/** The app's own tests: those that came with its templates, and those that people added. */
async function testFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(folder, 'test'), { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.js'))
    .map(({ name }) => `test/${name}`)
    .sort();
}

/** The model the app runs on, which people may have edited; undefined when no app could run on it. */
async function readModel(folder: string): Promise<AppModel | undefined> {
  const bytes = await contentAt(folder, MODEL_FILE);
  return modelSchema.safeParse(bytes === undefined ? undefined : asJson(bytes)).data;
}

/** Runs the app's tests. @returns how many passed, or why the app is not good. */
async function test(input: TaskInput): Promise<number | { readonly failure: TaskFailure }> {
  const { checkout, context, nodePath } = input;
  const files = await testFiles(checkout.directory);
  if (files.length === 0) return failed('The app has no tests of its own in the folder "test".');
  context.emit({ type: 'progress', progress: 0.1, message: 'Running the tests of the app' });
  const tests = await runOwnTests({
    nodePath,
    folder: checkout.directory,
    files,
    signal: context.signal,
    onLine: (line, file) => {
      if (isTelling(line)) log(input, line, file);
    },
  });
  if (tests.ok) return tests.passed;
  return failed(
    tests.failed === 0
      ? "Some of the app's own tests could not be run; see the log of this step."
      : `${tests.failed} of the app's own tests failed; see the log of this step.`,
  );
}

/** Checks the app that is committed: its own tests, and a real start in which every page is asked for. */
export const testTask: Task = async (input) => {
  const { checkout, context, nodePath } = input;
  const folder = checkout.directory;
  if (checkout.base === null || (await contentAt(folder, 'server.js')) === undefined) {
    return failed('There is no app to test yet. Run the task "implement" first.');
  }
  const model = await readModel(folder);
  if (model === undefined) return failed(`No app can run on ${MODEL_FILE} as it is. Build it again.`);
  // The build leaves its result below the checkout, which is thrown away after the step.
  const ready = await prepareApp({
    ...input.builds,
    folder,
    nodePath,
    signal: context.signal,
    onLine: (line) => {
      if (line.trim() !== '') log(input, line, 'build');
    },
  });
  const tests = await test(input);
  if (typeof tests !== 'number') return tests;

  const message = `${tests} tests passed; starting the app`;
  context.emit({ type: 'progress', progress: 0.6, message });
  const probe = await probeApp({
    nodePath,
    folder: ready,
    model,
    signal: context.signal,
    onLine: (line) => {
      if (line.includes('"level":"error"')) log(input, line);
    },
  });
  if (probe.faults.length > 0)
    return failed(`The app does not answer as it should. ${probe.faults.slice(0, 5).join(' ')}`);

  context.emit({ type: 'log', level: 'info', message: `${probe.checked} addresses answered` });
  const done = `${tests} tests passed, ${probe.checked} addresses answered`;
  context.emit({ type: 'progress', progress: 1, message: done });
  return { commit: checkout.base, files: [], outputs: { tests, addresses: probe.checked } };
};
