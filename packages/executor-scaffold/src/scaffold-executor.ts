import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AppTarget,
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
import type { BuildSettings } from './prepare/build-settings.ts';
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
  /** What apps run on when the operation does not say it. Default: `node`. */
  readonly target?: AppTarget;
  /** Folders of the host's own templates, each with a `template.json`. Their files come last. Default: none. */
  readonly templates?: readonly string[];
  /** For apps that must be built before they run. Default: a folder in the system's temporary folder. */
  readonly builds?: BuildSettings;
}

type Settings = Required<ScaffoldExecutorOptions>;

async function runTask(
  settings: Settings,
  request: ExecutorRequest,
  context: ExecutorContext,
): Promise<ExecutorOutcome> {
  const { workspace } = settings;
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
    const target = input.target ?? settings.target;
    const result = await TASKS[task]({ ...settings, ...input, target, model, projectId, checkout, context });
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
 * hold `blueprint` (a core Blueprint as JSON), `spec` (Markdown), `projectSlug`, `projectName`, and where wanted
 * `target` (`node` or `next`).
 *
 * Outputs: `commit`, `files` (paths generated), `gaps` (`{ kind, title, reason }`: what was asked for and is not
 * built), `changed` and `conflicts` (`{ path, reason, lines }`), or for the task `test`: `tests` and `addresses`.
 * Every task works in a checkout of its own and may be repeated: the same content makes no new commit.
 *
 * What people edited on `main` is kept: each task merges its files with what it generated the last time, which is
 * kept on the branch `orchard/generated`.
 *
 * Fails with INVALID_INPUT, CONFIG_INVALID (a template), STEP_FAILED (the app's tests), or a code of the workspace.
 *
 * @example
 * const executors = { agent: createScaffoldExecutor({ workspace, templates: ['./our-template'] }) };
 */
export function createScaffoldExecutor(options: ScaffoldExecutorOptions): Executor {
  const settings: Settings = {
    workspace: options.workspace,
    nodePath: options.nodePath ?? process.execPath,
    target: options.target ?? 'node',
    templates: options.templates ?? [],
    builds: options.builds ?? { cacheDirectory: join(tmpdir(), 'orchard-builds') },
  };
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
