import type { StepView } from '@orchard-studio/core';
import { RotateCw } from 'lucide-react';

/** Marks a step that is tried again, or whose worker fell silent. */
export function Tries({ attempt, takeovers }: Pick<StepView, 'attempt' | 'takeovers'>) {
  if (attempt < 2 && takeovers === 0) return null;
  const words = [
    attempt > 1 ? `attempt ${attempt}` : undefined,
    takeovers > 0 ? `taken over ${takeovers === 1 ? 'once' : `${takeovers} times`}` : undefined,
  ]
    .filter((each) => each !== undefined)
    .join(', ');
  return (
    <span
      title={words}
      className="inline-flex shrink-0 items-center gap-0.5 text-[0.6875rem] font-medium text-amber tabular-nums"
    >
      <RotateCw aria-hidden className="size-3" />
      <span aria-hidden>{Math.max(1, attempt) + takeovers}</span>
      <span className="sr-only">, {words}</span>
    </span>
  );
}
