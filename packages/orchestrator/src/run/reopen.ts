import {
  isStepEnd,
  type NewOperationEvent,
  type OperationRun,
  type OperationTransition,
  PHASES,
  phaseStatuses,
  planKeyOf,
  type StepState,
} from '@orchard-studio/core';
import { phaseEvent } from '../board/phase-event.ts';
import { reopened } from '../board/step-state.ts';

/** Phases whose steps stand otherwise now. */
function phaseEvents(
  { operation, steps }: OperationRun,
  changed: readonly StepState[],
  at: string,
): readonly NewOperationEvent[] {
  const news = new Map(changed.map((step) => [step.key, step]));
  const before = phaseStatuses(operation, steps);
  const after = phaseStatuses(
    operation,
    steps.map((step) => news.get(step.key) ?? step),
  );
  return PHASES.flatMap((phase) => {
    const status = after[phase];
    return status === 'absent' || status === before[phase] ? [] : [phaseEvent(phase, status, at)];
  });
}

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
      ...phaseEvents(run, steps, at),
    ],
  };
}
