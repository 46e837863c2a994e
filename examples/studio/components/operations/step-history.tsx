import type { EventStatus, StepView } from '@orchard-studio/core';
import { STATUS_WORDS } from '@/components/preview/status-words';
import { plainText } from '@/lib/ansi';
import { clockTime } from '@/lib/time';
import { type StepMoment, useStepHistory } from './use-step-history';

const wordOf = (status: EventStatus | undefined): string =>
  status === undefined ? '' : STATUS_WORDS[status];

function said({ status, message, data, attempt }: StepMoment): string {
  if (data?.takeover === true)
    return `Taken over by another worker after its own fell silent (attempt ${attempt}).`;
  if (status === 'in_progress') return `Attempt ${attempt} began.`;
  if (status === 'retrying') return `Attempt ${attempt} failed: ${message ?? ''}`;
  return `${wordOf(status)}${message === undefined ? '.' : `: ${message}`}`;
}

/** Attempts and takeovers of a step that was started more than once. */
export function StepHistory({
  operationId,
  step,
}: {
  readonly operationId: string;
  readonly step: StepView;
}) {
  // One that was started once has no history worth reading a whole log for.
  const moments = useStepHistory(operationId, step, step.epoch > 1);
  if (moments.length === 0) return null;
  return (
    <section className="grid gap-1.5">
      <h4 className="text-sm font-semibold">What happened</h4>
      <ol aria-label="Attempts" className="grid gap-1 text-sm">
        {moments.map((moment) => (
          <li key={moment.seq} className="flex gap-2.5">
            <time dateTime={moment.timestamp} className="shrink-0 text-muted tabular-nums">
              {clockTime(moment.timestamp)}
            </time>
            <span dir="auto" className="min-w-0">
              {plainText(said(moment))}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
