import {
  type Blueprint,
  type ExecutorEvent,
  type ExecutorOutcome,
  type ExecutorRequest,
  isJsonObject,
  type JsonObject,
  operationIdSchema,
  planStepSchema,
  projectIdSchema,
  tenantIdSchema,
  type Workspace,
} from '@orchard-studio/core';
import { type BuildSettings, createScaffoldExecutor } from '../src/index.ts';

export const PROJECT = projectIdSchema.parse(`prj_${'0'.repeat(22)}`);

export interface TaskRun {
  readonly outcome: ExecutorOutcome;
  readonly events: readonly ExecutorEvent[];
}

const asJson = (value: unknown): JsonObject => {
  const copy: unknown = JSON.parse(JSON.stringify(value));
  if (!isJsonObject(copy)) throw new Error('not an object');
  return copy;
};

export interface TaskOptions {
  readonly workspace: Workspace;
  readonly blueprint: Blueprint;
  readonly signal?: AbortSignal;
  readonly inputs?: object;
  /** Folders of more templates. */
  readonly templates?: readonly string[];
  readonly builds?: BuildSettings;
  readonly onEvent?: (event: ExecutorEvent) => void;
}

export const inputsOf = (blueprint: Blueprint): object => ({
  blueprint,
  spec: '# Spec',
  projectSlug: 'cool-project',
  projectName: 'Cool project',
});

/** The request of a step that runs one task. */
const requestFor = (task: string, inputs: object): ExecutorRequest => ({
  operation: {
    id: operationIdSchema.parse(`op_${'0'.repeat(22)}`),
    tenantId: tenantIdSchema.parse('tests'),
    projectId: PROJECT,
    tree: 'build-feature',
    inputs: asJson(inputs),
  },
  step: planStepSchema.parse({
    key: task,
    name: task,
    phase: 'implement',
    needs: [],
    uses: 'agent',
    with: { task },
    env: {},
    retry: { max: 0, backoffMs: 0 },
    timeoutMs: 60_000,
    weight: 1,
  }),
  stepId: task,
  matrix: null,
  attempt: 1,
  needs: {},
  idempotencyKey: 'k',
  fencingToken: 1,
  checkpoint: null,
});

/** As {@link requestFor}, for a whole Blueprint. */
export const buildRequest = (task: string, blueprint: Blueprint): ExecutorRequest =>
  requestFor(task, inputsOf(blueprint));

/** Runs one task of the builder as a runner would. */
export async function runTask(task: string, options: TaskOptions): Promise<TaskRun> {
  const events: ExecutorEvent[] = [];
  const { workspace, templates = [] } = options;
  const builds = options.builds === undefined ? {} : { builds: options.builds };
  const executor = createScaffoldExecutor({ workspace, templates, ...builds });
  const request = requestFor(task, options.inputs ?? inputsOf(options.blueprint));
  const outcome = await executor.execute(request, {
    emit: (event) => {
      events.push(event);
      options.onEvent?.(event);
    },
    beat: async () => {},
    readArtifact: async () => null,
    signal: options.signal ?? new AbortController().signal,
  });
  return { outcome, events };
}

/** Builds the whole app. @throws when a task fails */
export async function build(workspace: Workspace, blueprint: Blueprint): Promise<void> {
  for (const task of ['spec', 'design', 'implement']) {
    const { outcome } = await runTask(task, { workspace, blueprint });
    if (outcome.status === 'failed') throw new Error(`${task}: ${outcome.error.message}`);
  }
}
