import type { StepView } from '@orchard-studio/core';
import { RotateCw } from 'lucide-react';

/** Marks a step that was started more than once: attempts, or takeovers. */
export function Tries({ attempt, epoch }: Pick<StepView, 'attempt' | 'epoch'>) {
  const starts = Math.max(attempt, epoch);
  if (starts < 2) return null;
  const words = attempt > 1 ? `attempt ${attempt}` : `started ${starts} times`;
  return (
    <span
      title={words}
      className="inline-flex shrink-0 items-center gap-0.5 text-[0.6875rem] font-medium text-amber tabular-nums"
    >
      <RotateCw aria-hidden className="size-3" />
      <span aria-hidden>{attempt > 1 ? attempt : starts}</span>
      <span className="sr-only">, {words}</span>
    </span>
  );
}
