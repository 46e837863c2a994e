import {
  type Executor,
  type ExecutorContext,
  type ExecutorOutcome,
  type ExecutorRequest,
  isOrchardError,
  OrchardError,
  parseOrThrow,
  type Workspace,
} from '@orchard-studio/core';
import { type ScaffoldTask, scaffoldInputsSchema, scaffoldWithSchema } from './inputs.ts';
import { deriveModel } from './model/derive-model.ts';
import { designTask } from './tasks/design-task.ts';
import { implementTask } from './tasks/implement-task.ts';
import { specTask } from './tasks/spec-task.ts';
import type { Task } from './tasks/task.ts';
import { testTask } from './tasks/test-task.ts';

const BRANCH = 'main';

const TASKS: Readonly<Record<ScaffoldTask, Task>> = {
  spec: specTask,
  design: designTask,
  implement: implementTask,
  test: testTask,
};

export interface ScaffoldExecutorOptions {
  /** Where the project's code is kept. */
  readonly workspace: Workspace;
  /** The Node program that runs the app's tests. Default: the one this process runs on. */
  readonly nodePath?: string;
}

interface Settings {
  readonly workspace: Workspace;
  readonly nodePath: string;
}

async function runTask(
  { workspace, nodePath }: Settings,
  request: ExecutorRequest,
  context: ExecutorContext,
): Promise<ExecutorOutcome> {
  const { projectId, inputs } = request.operation;
  if (projectId === null)
    throw new OrchardError('INVALID_INPUT', 'The builder works on a project; this operation has none.');
  const { task } = parseOrThrow(
    scaffoldWithSchema,
    request.step.with,
    `"with" of the step ${request.step.key}`,
  );
  const input = parseOrThrow(scaffoldInputsSchema, inputs, 'The inputs of the operation');
  context.emit({ type: 'progress', progress: 0, message: `Checking out ${BRANCH}` });
  const checkout = await workspace.checkout({ projectId, branch: BRANCH, signal: context.signal });
  try {
    const model = deriveModel(input.blueprint, input.projectName);
    const result = await TASKS[task]({ ...input, model, checkout, context, nodePath });
    if ('failure' in result) return { status: 'failed', error: result.failure, retryable: false };
    const gaps = model.gaps.map(({ kind, title, reason }) => ({ kind, title, reason }));
    return {
      status: 'succeeded',
      outputs: { ...result.outputs, commit: result.commit, files: result.files, gaps },
    };
  } finally {
    await checkout.close();
  }
}

/** Inputs that do not fit will not fit on the next try; a branch that has moved will have settled by then. */
function outcomeOf(error: unknown): ExecutorOutcome {
  if (!isOrchardError(error)) throw error;
  const retryable = error.retryable || error.code === 'REVISION_CONFLICT';
  return { status: 'failed', error: { code: error.code, message: error.message }, retryable };
}

/**
 * Builds apps without a model: the same Blueprint always gives the same app. Register it under the name that the
 * tree's steps use (`uses: agent`), with `with: { task: spec | design | implement | test }`. The operation's inputs
 * hold `blueprint` (a core Blueprint as JSON), `spec` (Markdown), `projectSlug` and `projectName`.
 *
 * Outputs: `commit`, `files` (paths written), `gaps` (`{ kind, title, reason }`: what was asked for and is not built),
 * and `changed`, or for the task `test`: `tests` and `addresses`. Every task works in a checkout of its own and may
 * be repeated: the same content makes no new commit.
 *
 * Fails with INVALID_INPUT, STEP_FAILED (the app's tests), or a code of the workspace.
 *
 * @example
 * const executors = { agent: createScaffoldExecutor({ workspace }) };
 */
export function createScaffoldExecutor(options: ScaffoldExecutorOptions): Executor {
  const settings = { workspace: options.workspace, nodePath: options.nodePath ?? process.execPath };
  return {
    specVersion: 'v1',
    name: 'scaffold',
    execute: async (request, context) => {
      try {
        return await runTask(settings, request, context);
      } catch (error) {
        // An abort is no outcome of the step: the runner knows why it gave the signal.
        context.signal.throwIfAborted();
        return outcomeOf(error);
      }
    },
  };
}
