import type { EventStatus } from './event.ts';
import type { Phase } from './plan.ts';

/** One step of an operation, as a viewer sees it. */
export interface StepProgress {
  /** The step's key; `test.2` for a combination of the matrix of `test`. */
  readonly key: string;
  readonly name: string;
  readonly phase: Phase;
  /** Share of the operation's progress; 0 for a step whose combinations count instead. */
  readonly weight: number;
  /** Keys of the steps it waits for. */
  readonly needs: readonly string[];
  /** True for a step that runs after all others, whatever became of them. */
  readonly finally: boolean;
  readonly status: EventStatus;
  /** 0 to 1. */
  readonly progress: number;
  readonly attempt: number;
  readonly message: string;
}

export type PhaseStatuses = Readonly<Record<Phase, EventStatus | 'absent'>>;

/** An operation as its events tell it. */
export interface OperationProgress {
  readonly lastSeq: number;
  readonly status: EventStatus;
  /** 0 to 1, weighted over the steps. */
  readonly progress: number;
  readonly steps: readonly StepProgress[];
  readonly phases: PhaseStatuses;
  readonly url: string | undefined;
  readonly error: string | undefined;
  /** True once the operation has ended. */
  readonly ended: boolean;
}

export const NO_PHASES: PhaseStatuses = {
  spec: 'absent',
  design: 'absent',
  implement: 'absent',
  test: 'absent',
  deploy: 'absent',
};

/** The progress of an operation of which no event is known yet. */
export const EMPTY_PROGRESS: OperationProgress = {
  lastSeq: 0,
  status: 'queued',
  progress: 0,
  steps: [],
  phases: NO_PHASES,
  url: undefined,
  error: undefined,
  ended: false,
};

/** How far the steps have come on the whole, 0 to 1, by their weights. */
export function weightedProgress(steps: Iterable<Pick<StepProgress, 'weight' | 'progress'>>): number {
  let [total, sum] = [0, 0];
  for (const { weight, progress } of steps) {
    total += weight;
    sum += weight * progress;
  }
  return total === 0 ? 0 : Math.min(1, sum / total);
}
