import {
  type NewOperationEvent,
  newStepState,
  type OperationRun,
  OrchardError,
  type Plan,
  planKeyOf,
  type StepState,
} from '@orchard-studio/core';
import { skipped } from '../board/step-state.ts';
import { suggestion } from '../expression/nearest.ts';

/** Which steps run again: the one named and all that need it, or that one alone. */
export type RerunScope = 'downstream' | 'only';

/** The step and all that need it, near or far. Plans are in order, so one pass finds them. */
function downstreamOf(plan: Plan, from: string): ReadonlySet<string> {
  const found = new Set([from]);
  for (const { key, needs } of plan.steps) if (needs.some((need) => found.has(need))) found.add(key);
  return found;
}

function repeated(plan: Plan, from: string | undefined, scope: RerunScope): ReadonlySet<string> {
  if (from === undefined) return new Set(plan.steps.map(({ key }) => key));
  return scope === 'only' ? new Set([from]) : downstreamOf(plan, from);
}

/** A completed step as the new operation takes it over: its outputs, and no history. */
function taken(state: StepState): StepState {
  return {
    ...newStepState(state),
    status: 'succeeded',
    outputs: state.outputs,
    progress: 1,
    ...datesOf(state),
  };
}

const datesOf = ({ startedAt, finishedAt }: StepState) => ({ startedAt, finishedAt });

/** A step that runs alone must have all it needs. */
function requireNeeds({ steps }: OperationRun, plan: Plan, from: string): void {
  const done = new Set(steps.filter(({ status }) => status === 'succeeded').map(({ key }) => key));
  const missing = plan.steps.find(({ key }) => key === from)?.needs.find((need) => !done.has(need));
  if (missing === undefined) return;
  throw new OrchardError(
    'INVALID_INPUT',
    `"${from}" cannot run alone: it needs "${missing}", which did not complete. Rerun from there.`,
  );
}

export interface ForkPlan {
  readonly earlier: OperationRun;
  /** The frozen plan, or a newer one. */
  readonly plan: Plan;
  /** Undefined: everything. */
  readonly from: string | undefined;
  readonly scope: RerunScope;
  readonly at: string;
}

/**
 * The steps of an operation that repeats an earlier one from a step on. What completed before and does not run again
 * keeps its outputs.
 *
 * @throws NOT_FOUND when the plan has no such step; INVALID_INPUT when a step it needs never completed
 */
export function forkSteps({ earlier, plan, from, scope, at }: ForkPlan): readonly StepState[] {
  const keys = plan.steps.map(({ key }) => key);
  if (from !== undefined && !keys.includes(from))
    throw new OrchardError('NOT_FOUND', `The tree has no step "${from}"${suggestion(from, keys)}.`);
  if (from !== undefined && scope === 'only') requireNeeds(earlier, plan, from);
  const again = repeated(plan, from, scope);
  const byKey = new Map<string, StepState[]>();
  for (const state of earlier.steps) {
    const key = planKeyOf(state.key);
    byKey.set(key, [...(byKey.get(key) ?? []), state]);
  }
  return plan.steps.flatMap((step): readonly StepState[] => {
    const states = byKey.get(step.key) ?? [];
    const head = states.find(({ key }) => key === step.key);
    const fresh = newStepState(step);
    if (again.has(step.key) || step.finally) return [fresh];
    // A step may have become one with a matrix, or stopped being one: then there is nothing to take over.
    const sameKind = (step.matrix !== null) === states.length > 1;
    if (head?.status === 'succeeded' && sameKind) return states.map(taken);
    return [scope === 'only' ? skipped(fresh, 'it is not part of this rerun', at) : fresh];
  });
}

/** Says in the log of the new operation what it did not have to do. */
export function forkEvents(steps: readonly StepState[], at: string): readonly NewOperationEvent[] {
  return steps.flatMap(({ key, status, skippedBecause }): NewOperationEvent[] => {
    if (status === 'succeeded')
      return [
        { type: 'step', timestamp: at, step: key, status: 'complete', progress: 1, data: { reused: true } },
      ];
    if (status !== 'skipped') return [];
    return [
      {
        type: 'step',
        timestamp: at,
        step: key,
        status: 'skipped',
        message: `Skipped because ${skippedBecause}.`,
      },
    ];
  });
}
