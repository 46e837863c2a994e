import type { OperationView, StepView } from '../api/api.ts';
import type { EventStatus } from './event.ts';
import { isOperationEnd, type OperationStatus, type StepStatus } from './operation.ts';
import { type OperationProgress, type StepProgress, weightedProgress } from './operation-progress.ts';

const STEP: Readonly<Record<StepStatus, EventStatus>> = {
  pending: 'queued',
  ready: 'queued',
  running: 'in_progress',
  waiting: 'waiting',
  retrying: 'retrying',
  succeeded: 'complete',
  failed: 'failed',
  skipped: 'skipped',
  cancelled: 'cancelled',
};

const OPERATION: Readonly<Record<OperationStatus, EventStatus>> = {
  queued: 'queued',
  running: 'in_progress',
  waiting: 'waiting',
  cancelling: 'in_progress',
  succeeded: 'complete',
  failed: 'failed',
  cancelled: 'cancelled',
};

function stepProgress(step: StepView): StepProgress {
  const { key, name, phase, weight, needs, attempt, progress, error, skippedBecause } = step;
  const because = skippedBecause === null ? '' : `Skipped because ${skippedBecause}.`;
  return {
    ...{ key, name, phase, weight, needs, finally: step.finally, attempt },
    status: STEP[step.status],
    progress,
    message: error?.message ?? because,
  };
}

/**
 * Where a fold can begin instead of at the first event: a snapshot of the operation. It says what all events up to
 * `view.lastSeq` add up to, but for what steps said last, which is not kept.
 */
export function progressOfView(view: OperationView): OperationProgress {
  const steps = view.steps.map(stepProgress);
  const { lastSeq, phases, status } = view;
  return {
    ...{ lastSeq, steps, phases },
    status: OPERATION[status],
    progress: status === 'succeeded' ? 1 : weightedProgress(steps),
    url: view.url ?? undefined,
    error: view.error ?? undefined,
    ended: isOperationEnd(status),
  };
}
