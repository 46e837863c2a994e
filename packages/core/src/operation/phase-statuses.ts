import type { EventStatus } from './event.ts';
import { isStepEnd, type Operation, type StepState, type StepStatus } from './operation.ts';
import { NO_PHASES, type PhaseStatuses } from './operation-progress.ts';
import { PHASES } from './plan.ts';

/** How many steps of a phase stand where. A failure that is ignored counts as a success. */
export class StatusCounts {
  total = 0;
  ended = 0;
  moving = 0;
  failed = 0;
  cancelled = 0;
  skipped = 0;

  add(status: StepStatus, by: 1 | -1): void {
    this.total += by;
    if (isStepEnd(status)) this.ended += by;
    if (status === 'running' || status === 'retrying' || status === 'waiting') this.moving += by;
    if (status === 'failed') this.failed += by;
    if (status === 'cancelled') this.cancelled += by;
    if (status === 'skipped') this.skipped += by;
  }

  /** What the steps come to together. */
  get status(): EventStatus {
    if (this.failed > 0) return 'failed';
    if (this.ended < this.total) return this.moving > 0 || this.ended > 0 ? 'in_progress' : 'queued';
    if (this.cancelled > 0) return 'cancelled';
    return this.skipped === this.total ? 'skipped' : 'complete';
  }
}

/**
 * Where the phases of an operation stand, from its steps. The combinations of a matrix count as the one step that stands
 * for them; a step whose failure is ignored counts as one that succeeded.
 */
export function phaseStatuses(
  { plan }: Pick<Operation, 'plan'>,
  steps: readonly Pick<StepState, 'key' | 'status'>[],
): PhaseStatuses {
  const counts = new Map(PHASES.map((phase) => [phase, new StatusCounts()]));
  const planned = new Map(plan.steps.map((step) => [step.key, step]));
  for (const { key, status } of steps) {
    const step = planned.get(key);
    if (step === undefined) continue;
    counts.get(step.phase)?.add(status === 'failed' && step.continueOnError ? 'succeeded' : status, 1);
  }
  const present = [...counts].filter(([, { total }]) => total > 0);
  return { ...NO_PHASES, ...Object.fromEntries(present.map(([phase, { status }]) => [phase, status])) };
}
