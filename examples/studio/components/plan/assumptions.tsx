import type { Assumption } from '@orchard-studio/core';
import { Button } from '@/components/ui/button';
import { cn } from '@/lib/cn';
import type { Changes } from './changed-ids';
import { ChangeBadge } from './item';

export interface AssumptionsProps {
  readonly assumptions: readonly Assumption[];
  readonly changes: Changes;
  /** Starts a message about one of them. */
  readonly onCorrect: (assumption: Assumption) => void;
}

/** What the Architect took for granted. Each can be corrected by saying so. */
export function Assumptions({ assumptions, changes, onCorrect }: AssumptionsProps) {
  return (
    <ul className="grid gap-2">
      {assumptions.map((assumption) => (
        <li
          key={assumption.id}
          className={cn(
            'flex flex-wrap items-start gap-x-3 gap-y-1 rounded-xl border bg-surface px-3.5 py-2.5',
            changes.has(assumption.id) && 'border-s-4 border-s-amber',
          )}
        >
          <p dir="auto" className="min-w-40 flex-1">
            {assumption.assumption}
          </p>
          <ChangeBadge change={changes.get(assumption.id)} />
          <Button
            look="secondary"
            size="small"
            aria-label={`Change: ${assumption.assumption}`}
            onClick={() => onCorrect(assumption)}
          >
            Change
          </Button>
        </li>
      ))}
    </ul>
  );
}
