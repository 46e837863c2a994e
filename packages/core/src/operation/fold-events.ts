import type { EventStatus, OperationEvent } from './event.ts';
import { PHASES, type Phase } from './plan.ts';

export interface StepProgress {
  readonly key: string;
  readonly name: string;
  readonly phase: Phase;
  readonly weight: number;
  readonly status: EventStatus;
  readonly progress: number;
  readonly attempt: number;
  readonly message: string;
}

export interface OperationProgress {
  readonly lastSeq: number;
  readonly status: EventStatus;
  /** 0 to 1, weighted over the steps. */
  readonly progress: number;
  readonly steps: readonly StepProgress[];
  readonly phases: Readonly<Record<Phase, EventStatus | 'absent'>>;
  readonly url: string | undefined;
  readonly error: string | undefined;
  /** True once the operation has ended. */
  readonly ended: boolean;
}

const NO_PHASES = {
  spec: 'absent',
  design: 'absent',
  implement: 'absent',
  test: 'absent',
  deploy: 'absent',
} as const;

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

const isPhase = (value: unknown): value is Phase => PHASES.some((phase) => phase === value);

/** Reads the list of steps that the first event of an operation carries. */
function stepsOf(event: OperationEvent): readonly StepProgress[] {
  const listed = event.data?.steps;
  if (!Array.isArray(listed)) return [];
  return listed.flatMap((step: unknown): StepProgress[] => {
    if (typeof step !== 'object' || step === null) return [];
    const { key, name, phase, weight }: { key?: unknown; name?: unknown; phase?: unknown; weight?: unknown } =
      step;
    if (typeof key !== 'string' || !isPhase(phase)) return [];
    return [
      {
        key,
        name: typeof name === 'string' ? name : key,
        phase,
        weight: typeof weight === 'number' ? weight : 1,
        status: 'queued',
        progress: 0,
        attempt: 0,
        message: '',
      },
    ];
  });
}

function weighted(steps: readonly StepProgress[]): number {
  const total = steps.reduce((sum, step) => sum + step.weight, 0);
  return total === 0 ? 0 : steps.reduce((sum, step) => sum + step.progress * step.weight, 0) / total;
}

function withStep(view: OperationProgress, event: OperationEvent): OperationProgress {
  const steps = view.steps.map((step): StepProgress => {
    if (step.key !== event.step) return step;
    return {
      ...step,
      status: event.type === 'step' ? (event.status ?? step.status) : step.status,
      progress: event.status === 'complete' ? 1 : (event.progress ?? step.progress),
      attempt: event.attempt ?? step.attempt,
      message: event.message ?? step.message,
    };
  });
  return { ...view, steps, progress: weighted(steps) };
}

/** Adds one event to the view. Events must come in `seq` order; one that was seen before changes nothing. */
export function foldEvent(view: OperationProgress, event: OperationEvent): OperationProgress {
  if (event.seq <= view.lastSeq) return view;
  const next: OperationProgress = { ...view, lastSeq: event.seq };
  switch (event.type) {
    case 'operation': {
      const steps = stepsOf(event);
      const phases = { ...next.phases };
      for (const step of steps) phases[step.phase] = 'queued';
      return {
        ...next,
        status: event.status ?? next.status,
        // A resumed operation is open again.
        ended: false,
        error: undefined,
        ...(steps.length === 0 ? {} : { steps, phases }),
      };
    }
    case 'phase':
      if (event.phase === undefined) return next;
      return { ...next, phases: { ...next.phases, [event.phase]: event.status ?? 'in_progress' } };
    case 'step':
    case 'progress':
      return withStep(next, event);
    case 'error':
      return event.step === undefined ? { ...next, error: event.message } : next;
    case 'complete':
      return {
        ...next,
        status: event.status ?? 'complete',
        progress: event.status === 'complete' ? 1 : next.progress,
        url: event.url ?? next.url,
        ended: true,
      };
    default:
      return next;
  }
}

/** The view an operation's events add up to: what a live page shows, from the log alone. */
export function foldEvents(
  events: Iterable<OperationEvent>,
  from: OperationProgress = EMPTY_PROGRESS,
): OperationProgress {
  let view = from;
  for (const event of events) view = foldEvent(view, event);
  return view;
}
