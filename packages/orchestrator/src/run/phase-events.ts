import {
  type EventStatus,
  type NewOperationEvent,
  PHASES,
  type Phase,
  type PlanStep,
  type StepState,
} from '@orchard-studio/core';

const PHASE_NAMES: Readonly<Record<Phase, string>> = {
  spec: 'Specification',
  design: 'Design',
  implement: 'Implementation',
  test: 'Tests',
  deploy: 'Deployment',
};

/** The status of a phase from the states of its steps. */
function phaseStatus(states: readonly StepState[]): EventStatus {
  const any = (...wanted: readonly StepState['status'][]): boolean =>
    states.some((state) => wanted.includes(state.status));
  if (any('failed')) return 'failed';
  if (any('running', 'retrying')) return 'in_progress';
  if (states.every((state) => state.status === 'succeeded')) return 'complete';
  if (states.every((state) => state.status === 'skipped')) return 'skipped';
  if (any('cancelled')) return 'cancelled';
  return any('succeeded') ? 'in_progress' : 'queued';
}

/** Phase events follow from the steps: one for every phase whose status the transition changes, in phase order. */
export function phaseEvents(change: {
  readonly plan: readonly PlanStep[];
  readonly before: readonly StepState[];
  readonly after: readonly StepState[];
  readonly at: string;
}): readonly NewOperationEvent[] {
  const phaseOf = new Map(change.plan.map((step) => [step.key, step.phase]));
  const inPhase = (states: readonly StepState[], phase: Phase): readonly StepState[] =>
    states.filter((state) => phaseOf.get(state.key) === phase);
  return PHASES.flatMap((phase): NewOperationEvent[] => {
    const after = inPhase(change.after, phase);
    if (after.length === 0) return [];
    const status = phaseStatus(after);
    if (status === phaseStatus(inPhase(change.before, phase))) return [];
    return [{ type: 'phase', timestamp: change.at, phase, status, message: PHASE_NAMES[phase] }];
  });
}
