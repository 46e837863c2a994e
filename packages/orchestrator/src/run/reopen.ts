import type { OperationRun, OperationTransition } from '@orchard-studio/core';
import { phaseEvents } from './phase-events.ts';
import { reopened } from './step-state.ts';

/** The transition that opens an ended operation again: what did not succeed becomes pending. */
export function reopenTransition(run: OperationRun, now: Date): OperationTransition {
  const at = now.toISOString();
  const after = run.steps.map((step) => (step.status === 'succeeded' ? step : reopened(step)));
  const steps = after.filter((step) => step.status === 'pending');
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
      ...phaseEvents({ plan: run.operation.plan.steps, before: run.steps, after, at }),
    ],
  };
}
