import type { EventStatus, NewOperationEvent, Phase } from '@orchard-studio/core';

const NAMES: Readonly<Record<Phase, string>> = {
  spec: 'Specification',
  design: 'Design',
  implement: 'Implementation',
  test: 'Tests',
  deploy: 'Deployment',
};

/** Says where a phase stands now. */
export function phaseEvent(phase: Phase, status: EventStatus, timestamp: string): NewOperationEvent {
  return { type: 'phase', timestamp, phase, status, message: NAMES[phase] };
}
