import { isStepEnd, type OperationRun, type OperationTransition, planKeyOf } from '@orchard-studio/core';
import { reopened } from '../board/step-state.ts';

/**
 * The transition that opens an ended operation again: what did not succeed becomes pending, and so do the steps of
 * `finally`, which follow every run.
 */
export function reopenTransition(run: OperationRun, now: Date): OperationTransition {
  const at = now.toISOString();
  const last = new Set(run.operation.plan.steps.filter((step) => step.finally).map(({ key }) => key));
  const steps = run.steps
    .filter(
      (step) => isStepEnd(step.status) && (step.status !== 'succeeded' || last.has(planKeyOf(step.key))),
    )
    .map(reopened);
  return {
    operationId: run.operation.id,
    ifVersion: run.operation.version,
    operation: { status: 'waiting', finishedAt: null, cancelRequestedAt: null },
    steps,
    events: [
      { type: 'operation', timestamp: at, status: 'in_progress', message: 'Resumed.' },
      ...steps.map(
        ({ key }) => ({ type: 'step', timestamp: at, step: key, status: 'queued', progress: 0 }) as const,
      ),
    ],
  };
}
