import type { PlanStep, StepState, StepStatus } from '@orchard-studio/core';
import type { StepResult } from '../expression/scope.ts';

/** The combinations of a matrix. */
export interface Group {
  /** The step that stands for all of them. */
  readonly head: Node;
  readonly members: Node[];
  open: number;
  running: number;
}

/** One step of a run, with what is known of its surroundings. */
export interface Node {
  readonly step: PlanStep;
  state: StepState;
  /** Needs that have not ended. */
  unmet: number;
  readonly needs: Node[];
  readonly dependants: Node[];
  /** Whether a step that comes before it, near or far, has failed. Known once all its needs have ended. */
  failureAbove: boolean;
  /** Set for a combination of a matrix, and for the step that stands for all of them. */
  group: Group | undefined;
  /** Since when it has lacked nothing but a worker, in milliseconds since 1970. */
  readyAt: number | undefined;
  /** True while it stands in the queue of steps that may run. */
  queued: boolean;
}

/** True for one combination of a matrix. */
export const isMember = (node: Node): boolean => node.group !== undefined && node.group.head !== node;

/** How a step runs: by an executor, or by waiting for something. */
export type StepKind = 'attempt' | 'matrix' | 'approval' | 'wait' | 'tree';

const WAITING_KINDS: ReadonlyMap<string, StepKind> = new Map([
  ['approval', 'approval'],
  ['wait', 'wait'],
  ['tree', 'tree'],
]);

/** Whether a step that `uses` this needs no executor. */
export const isBuiltIn = (uses: string): boolean => WAITING_KINDS.has(uses);

export function kindOf(node: Node): StepKind {
  if (node.step.matrix !== null && !isMember(node)) return 'matrix';
  return WAITING_KINDS.get(node.step.uses) ?? 'attempt';
}

const RESULTS: Partial<Record<StepStatus, StepResult>> = {
  succeeded: 'success',
  failed: 'failure',
  skipped: 'skipped',
  cancelled: 'cancelled',
};

/** What an ended step counts as; undefined while it is open. */
export function resultOf({ step, state }: Node): StepResult | undefined {
  const result = RESULTS[state.status];
  return result === 'failure' && step.continueOnError ? 'success' : result;
}

/** Whether a need of the step failed, or was not run because of a failure further up. */
export const hasFailureAbove = ({ needs }: Node): boolean =>
  needs.some((need) => need.failureAbove || resultOf(need) === 'failure');
