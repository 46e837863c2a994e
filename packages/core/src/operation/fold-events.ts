import { z } from 'zod';
import type { EventStatus, OperationEvent } from './event.ts';
import {
  EMPTY_PROGRESS,
  type OperationProgress,
  type StepProgress,
  weightedProgress,
} from './operation-progress.ts';
import { phaseSchema, stepIdSchema } from './plan.ts';

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

/** Whether nothing of a step is left to be done. A failed one stays as far as it came. */
const isBehind = (status: EventStatus | undefined): boolean => status === 'complete' || status === 'skipped';

/** Whether what a step said before is over. */
const beginsAnew = ({ type, status }: OperationEvent): boolean =>
  type === 'step' && (status === 'in_progress' || status === 'queued' || status === 'retrying');

/** How far a step has come: a new try begins anew, unless the event says otherwise. */
function progressAfter(step: StepProgress, event: OperationEvent): number {
  if (isBehind(event.status)) return 1;
  return event.progress ?? (beginsAnew(event) ? 0 : step.progress);
}

/** Takes events one by one; what it costs does not grow with the number of steps. */
class Fold {
  #view: OperationProgress;
  #steps: Map<string, StepProgress>;
  #stepsChanged = false;

  constructor(view: OperationProgress) {
    this.#view = view;
    this.#steps = new Map(view.steps.map((step) => [step.key, step]));
  }

  /** What the events add up to. */
  result(): OperationProgress {
    if (!this.#stepsChanged) return this.#view;
    const steps = [...this.#steps.values()];
    const progress = this.#view.status === 'complete' ? 1 : weightedProgress(steps);
    return { ...this.#view, steps, progress };
  }

  add(event: OperationEvent): void {
    if (event.seq <= this.#view.lastSeq) return;
    this.#view = { ...this.#view, lastSeq: event.seq };
    if (event.type === 'operation') this.#operation(event);
    else if (event.type === 'phase') this.#phase(event);
    else if (event.type === 'complete') this.#complete(event);
    else if (event.type === 'error') this.#error(event);
    else if (event.type === 'step' || event.type === 'progress' || event.type === 'approval')
      this.#step(event);
  }

  #set(change: Partial<OperationProgress>): void {
    this.#view = { ...this.#view, ...change };
  }

  #operation(event: OperationEvent): void {
    // A resumed operation is open again.
    this.#set({ status: event.status ?? this.#view.status, ended: false, error: undefined });
    const steps = stepsOf(event);
    if (steps.length === 0) return;
    this.#replace(steps);
    const phases = { ...this.#view.phases };
    for (const step of steps) phases[step.phase] = 'queued';
    this.#set({ phases });
  }

  #phase({ phase, status = 'in_progress' }: OperationEvent): void {
    if (phase !== undefined) this.#set({ phases: { ...this.#view.phases, [phase]: status } });
  }

  /** The error of a step is shown with the step. */
  #error({ step, message }: OperationEvent): void {
    if (step === undefined) this.#set({ error: message });
  }

  #step(event: OperationEvent): void {
    if (event.data?.steps !== undefined) this.#addCombinations(event);
    const step = this.#steps.get(event.step ?? '');
    if (step === undefined) return;
    this.#stepsChanged = true;
    this.#steps.set(step.key, {
      ...step,
      status: event.type === 'step' ? (event.status ?? step.status) : step.status,
      progress: progressAfter(step, event),
      attempt: event.attempt ?? step.attempt,
      message: event.message ?? (beginsAnew(event) ? '' : step.message),
    });
  }

  /** The combinations of a matrix take the place of their step in the sum. Known ones stay as they are. */
  #addCombinations(event: OperationEvent): void {
    const added = stepsOf(event).filter(({ key }) => !this.#steps.has(key));
    if (added.length === 0) return;
    this.#replace(
      [...this.#steps.values()].flatMap((step) =>
        step.key === event.step ? [{ ...step, weight: 0 }, ...added] : [step],
      ),
    );
  }

  #complete(event: OperationEvent): void {
    this.#set({ status: event.status ?? 'complete', url: event.url ?? this.#view.url, ended: true });
    this.#stepsChanged = true;
  }

  #replace(steps: readonly StepProgress[]): void {
    this.#steps = new Map(steps.map((step) => [step.key, step]));
    this.#stepsChanged = true;
  }
}

/**
 * The view an operation's events add up to: what a live page shows, from the log alone. Events must come in `seq`
 * order; one that was seen before changes nothing. Takes time in proportion to the events and, once, to the steps.
 *
 * @param from - what earlier events added up to, or a snapshot; the beginning by default
 */
export function foldEvents(
  events: Iterable<OperationEvent>,
  from: OperationProgress = EMPTY_PROGRESS,
): OperationProgress {
  const fold = new Fold(from);
  for (const event of events) fold.add(event);
  return fold.result();
}

/** Adds one event to the view. See {@link foldEvents}, which takes many at once for little more. */
export function foldEvent(view: OperationProgress, event: OperationEvent): OperationProgress {
  return foldEvents([event], view);
}
