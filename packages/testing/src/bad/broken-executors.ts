import type { Executor } from '@orchard-studio/core';
import { createScriptedExecutor, type Script, workUntilAborted } from '../fakes/scripted-executor.ts';
import type { ExecutorHarness } from '../kits/executor/executor-harness.ts';
import { executorRequest } from '../records/executor-records.ts';
import type { BrokenAdapter } from './broken-adapter.ts';

const greet: Script = async ({ emit }) => {
  emit({ type: 'progress', progress: 0.5 });
  return { status: 'succeeded', outputs: { text: 'Hello' } };
};

function harness(scripts: Readonly<Record<string, Script>>, change = (executor: Executor) => executor) {
  return (): ExecutorHarness => ({
    executor: change(createScriptedExecutor({ greet, wait: workUntilAborted, ...scripts })),
    succeeding: executorRequest({ script: 'greet', steps: [1] }),
    longRunning: executorRequest({ script: 'wait' }),
    boundMs: 200,
  });
}

/** Goes on for ever, whatever the signal says. */
const ignoresAbort: Script = ({ emit }) => {
  emit({ type: 'log', level: 'info', message: 'Working.' });
  return new Promise(() => {});
};

const countsToHundred: Script = async (context) => {
  context.emit({ type: 'progress', progress: 50 });
  return greet(context);
};

const givesNaN: Script = async () => ({ status: 'succeeded', outputs: { seconds: Number.NaN } });

/** Leaves its own marks in what it was given. */
const marksItsRequest = (executor: Executor): Executor => ({
  ...executor,
  execute: (request, context) => {
    Reflect.set(request.step.with, 'started', true);
    return executor.execute(request, context);
  },
});

/** Executors that the kit must refuse. */
export const brokenExecutors: readonly BrokenAdapter<ExecutorHarness>[] = [
  {
    fault: 'ignores the abort',
    caughtBy: ['abort-before', 'abort-during'],
    make: harness({ wait: ignoresAbort }),
  },
  {
    fault: 'counts progress to 100',
    caughtBy: ['events-well-formed'],
    make: harness({ greet: countsToHundred }),
  },
  { fault: 'gives outputs that are not JSON', caughtBy: ['succeeds'], make: harness({ greet: givesNaN }) },
  { fault: 'changes its request', caughtBy: ['request-untouched'], make: harness({}, marksItsRequest) },
];
