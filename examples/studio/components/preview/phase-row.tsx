import type { EventStatus, Phase, StepProgress } from '@orchard-studio/core';
import { cn } from '@/lib/cn';
import { StatusIcon } from './status-icon';
import { PHASE_NAMES, STATUS_WORDS } from './status-words';

export interface PhaseRowProps {
  readonly phase: Phase;
  readonly status: EventStatus | 'absent';
  readonly steps: readonly StepProgress[];
}

const isActive = (status: EventStatus): boolean => status === 'in_progress' || status === 'retrying';

function Step({ step }: { readonly step: StepProgress }) {
  return (
    <li className="grid gap-0.5">
      <p className="flex items-center gap-x-2 text-sm">
        <StatusIcon status={step.status} className="size-4" />
        <span dir="auto" className="me-auto min-w-0">
          {step.name}
        </span>
        {step.attempt > 1 ? (
          <span className="shrink-0 text-xs text-muted">Attempt {step.attempt}</span>
        ) : null}
        <span className="shrink-0 text-xs text-muted">
          {STATUS_WORDS[step.status]}
          {isActive(step.status) && step.progress > 0 ? `, ${Math.round(step.progress * 100)} %` : ''}
        </span>
      </p>
      {step.message !== '' && (isActive(step.status) || step.status === 'failed') ? (
        <p dir="auto" className="ps-6 text-xs text-muted">
          {step.message}
        </p>
      ) : null}
    </li>
  );
}

/** One phase of the timeline with its steps. */
export function PhaseRow({ phase, status, steps }: PhaseRowProps) {
  return (
    <li
      // The line of the timeline runs from each icon to the next one.
      className="relative grid grid-cols-[auto_1fr] gap-x-3 pb-4 not-last:before:absolute not-last:before:inset-y-0 not-last:before:start-[9.5px] not-last:before:top-6 not-last:before:w-px not-last:before:bg-line"
    >
      <StatusIcon status={status} className="mt-0.5" />
      <div className="grid min-w-0 gap-1.5">
        <p className="flex items-baseline gap-2">
          <span
            className={cn(
              'me-auto font-semibold',
              (status === 'queued' || status === 'absent') && 'text-muted',
            )}
          >
            {PHASE_NAMES[phase]}
          </span>
          <span className="text-xs text-muted">{STATUS_WORDS[status]}</span>
        </p>
        {steps.length === 0 ? null : (
          <ul className="grid gap-1.5">
            {steps.map((step) => (
              <Step key={step.key} step={step} />
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}
