import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { runOwnTests } from '../run/own-tests.ts';
import { probeApp } from '../run/probe.ts';
import type { Task, TaskFailure, TaskInput } from './task.ts';

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const failed = (message: string): { readonly failure: TaskFailure } => ({
  failure: { code: 'STEP_FAILED', message },
});

/** TAP lines that say something; the rest of the protocol is noise in a log. */
const isTelling = (line: string): boolean =>
  /^\s*(?:not )?ok \d|^# (?:tests|pass|fail) |error|expected|actual/i.test(line);

function logger({ context }: TaskInput, keep: (line: string) => boolean): (line: string) => void {
  return (line) => {
    if (!keep(line)) return;
    const level = /^\s*not ok|"level":"error"/.test(line) ? 'error' : 'info';
    context.emit({ type: 'log', level, message: line });
  };
}

/** Checks the app that is committed: its own tests, and a real start in which every page is asked for. */
export const testTask: Task = async (input) => {
  const { checkout, context, nodePath, model } = input;
  const folder = checkout.directory;
  if (checkout.base === null || !(await exists(join(folder, 'server.js')))) {
    return failed('There is no app to test yet. Run the task "implement" first.');
  }
  const { signal } = context;
  context.emit({ type: 'progress', progress: 0.1, message: 'Running the tests of the app' });
  const tests = await runOwnTests({ nodePath, folder, signal, onLine: logger(input, isTelling) });
  if (!tests.ok) {
    return failed(
      tests.passed + tests.failed === 0
        ? "The app's own tests could not be run; see the log of this step."
        : `${tests.failed} of the app's own tests failed; see the log of this step.`,
    );
  }

  context.emit({
    type: 'progress',
    progress: 0.6,
    message: `${tests.passed} tests passed; starting the app`,
  });
  const probe = await probeApp({
    nodePath,
    folder,
    model,
    signal,
    onLine: logger(input, (line) => line.includes('"level":"error"')),
  });
  if (probe.faults.length > 0)
    return failed(`The app does not answer as it should. ${probe.faults.slice(0, 5).join(' ')}`);

  context.emit({ type: 'log', level: 'info', message: `${probe.checked} addresses answered` });
  context.emit({
    type: 'progress',
    progress: 1,
    message: `${tests.passed} tests passed, ${probe.checked} addresses answered`,
  });
  return { commit: checkout.base, files: [], outputs: { tests: tests.passed, addresses: probe.checked } };
};
