import type { OperationSummary, OperationView, StepView } from '../api/api.ts';
import { readBuildReport } from '../api/build-report.ts';
import type { JsonObject } from '../json.ts';
import type { OperationRun } from '../ports/operation-store.ts';
import type { Operation, StepState } from './operation.ts';
import { weightedProgress } from './operation-progress.ts';
import { phaseStatuses } from './phase-statuses.ts';
import type { PlanStep } from './plan.ts';
import { planKeyOf } from './plan-order.ts';

const MAX_LABEL = 100;

/** What the name of a combination says of its values: `22, linux`. */
export const matrixLabel = (matrix: JsonObject): string =>
  Object.values(matrix)
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .join(', ')
    .slice(0, MAX_LABEL);

/** The name of a combination of a step's matrix. */
export const combinationName = (stepName: string, matrix: JsonObject): string =>
  `${stepName} (${matrixLabel(matrix)})`;

/** An operation without its steps, as viewers get it. */
export function operationSummary(operation: Operation): OperationSummary {
  const { id, projectId, tree, status, lastSeq, parent, forkedFrom } = operation;
  const { cancelRequestedAt, createdAt, startedAt, finishedAt } = operation;
  return {
    ...{ id, projectId, tree, status, lastSeq, parent, forkedFrom },
    ...{ cancelRequestedAt, createdAt, startedAt, finishedAt },
  };
}

/** What a person is asked to decide, by the id of the step that asks. */
export type Questions = ReadonlyMap<string, NonNullable<StepView['question']>>;

function stepView(step: PlanStep, state: StepState, weight: number): Omit<StepView, 'question'> {
  const { worker: _worker, leaseUntil: _lease, checkpoint: _checkpoint, ...shown } = state;
  const { phase, uses, needs } = step;
  const name = state.matrix === null ? step.name : combinationName(step.name, state.matrix);
  // Nothing of them is left to be done. A failed step stays as far as it came.
  const progress = state.status === 'succeeded' || state.status === 'skipped' ? 1 : state.progress;
  // Plans of earlier versions lack it.
  const last = step.finally ?? false;
  const report = readBuildReport(state.outputs);
  return { ...shown, progress, name, phase, weight, uses, needs, finally: last, ...report };
}

/** The combinations of a matrix share its weight; then the step that stands for them has none. */
function stepViews({ operation, steps }: OperationRun, questions: Questions): StepView[] {
  const planned = new Map(operation.plan.steps.map((step) => [step.key, step]));
  const combinations = new Map<string, number>();
  for (const { key, matrix } of steps)
    if (matrix !== null) combinations.set(planKeyOf(key), (combinations.get(planKeyOf(key)) ?? 0) + 1);
  return steps.flatMap((state) => {
    const step = planned.get(planKeyOf(state.key));
    if (step === undefined) return [];
    const shared = combinations.get(step.key) ?? 0;
    const alone = shared === 0 ? step.weight : 0;
    const weight = state.matrix === null ? alone : step.weight / shared;
    return [{ ...stepView(step, state, weight), question: questions.get(state.key) ?? null }];
  });
}

/** What made it fail, in plan order. */
function firstError({ operation, steps }: OperationRun): string | null {
  const ignored = new Set(operation.plan.steps.filter((step) => step.continueOnError).map(({ key }) => key));
  const failed = steps.find(({ key, status }) => status === 'failed' && !ignored.has(planKeyOf(key)));
  return failed?.error?.message ?? null;
}

/**
 * An operation with its steps, as viewers get it: nothing of workers, leases and checkpoints.
 *
 * @param questions - of the steps that wait for an approval; their texts are expressions, which this does not read
 */
export function operationView(run: OperationRun, questions: Questions = new Map()): OperationView {
  const steps = stepViews(run, questions);
  const { operation } = run;
  const url = steps.findLast((step) => typeof step.outputs?.url === 'string')?.outputs?.url;
  return {
    ...operationSummary(operation),
    progress: operation.status === 'succeeded' ? 1 : weightedProgress(steps),
    steps,
    phases: phaseStatuses(operation, run.steps),
    outputs: operation.outputs,
    url: typeof url === 'string' ? url : null,
    error: operation.status === 'failed' ? firstError(run) : null,
  };
}
