import { z } from 'zod';
import type { EventStatus, OperationEvent } from './event.ts';
import { type Phase, phaseSchema, stepIdSchema } from './plan.ts';

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

const listedStepSchema = z.looseObject({
  key: stepIdSchema,
  name: z.string().optional(),
  phase: phaseSchema,
  weight: z.number().min(0).catch(1),
  needs: z.array(z.string()).catch([]),
  finally: z.boolean().catch(false),
});

/** Reads the list of steps that an event carries: the first one all, the start of a matrix its combinations. */
function stepsOf(event: OperationEvent): readonly StepProgress[] {
  const listed = event.data?.steps;
  if (!Array.isArray(listed)) return [];
  return listed.flatMap((step: unknown): StepProgress[] => {
    const { data } = listedStepSchema.safeParse(step);
    if (data === undefined) return [];
    const { key, name = key, phase, weight, needs, finally: last } = data;
    const fresh = { status: 'queued', progress: 0, attempt: 0, message: '' } as const;
    return [{ key, name, phase, weight, needs, finally: last, ...fresh }];
  });
}

/** The combinations of a matrix take the place of their step in the sum. Known ones stay as they are. */
function withCombinations(view: OperationProgress, event: OperationEvent): OperationProgress {
  const known = new Set(view.steps.map(({ key }) => key));
  const added = stepsOf(event).filter(({ key }) => !known.has(key));
  if (added.length === 0) return view;
  const steps = view.steps.flatMap((step) =>
    step.key === event.step ? [{ ...step, weight: 0 }, ...added] : [step],
  );
  return { ...view, steps };
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
    case 'approval':
      return withStep(withCombinations(next, event), event);
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
