import type { QuestionOption } from '@orchard-studio/core';
import { useId } from 'react';
import { Badge } from '@/components/ui/badge';
import { cn } from '@/lib/cn';

export interface OptionRowProps {
  readonly option: QuestionOption;
  /** Key that picks it. */
  readonly number: number;
  readonly group: string;
  readonly isMulti: boolean;
  readonly isChecked: boolean;
  readonly onPick: () => void;
}

export function OptionRow({ option, number, group, isMulti, isChecked, onPick }: OptionRowProps) {
  const id = useId();
  return (
    <label
      className={cn(
        'flex min-w-0 items-start gap-3 rounded-xl border px-3 py-2 transition-colors hover:border-leaf',
        'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ring',
        isChecked && 'border-leaf bg-leaf-soft',
      )}
    >
      <input
        type={isMulti ? 'checkbox' : 'radio'}
        name={group}
        checked={isChecked}
        onChange={onPick}
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-more`}
        aria-keyshortcuts={String(number)}
        className="mt-1 size-4 shrink-0 accent-leaf outline-none"
      />
      <span className="grid min-w-0 flex-1 gap-0.5">
        <span className="flex flex-wrap items-center gap-x-2">
          <span id={`${id}-label`} className="font-medium">
            {option.label}
          </span>
        </span>
        <span id={`${id}-more`} className="text-sm text-muted">
          {option.recommended ? (
            <Badge tone="leaf" className="me-1.5">
              Recommended
            </Badge>
          ) : null}
          {option.consequence}
        </span>
      </span>
      <kbd
        aria-hidden
        className="hidden rounded border px-1.5 font-mono text-xs leading-5 text-muted sm:block"
      >
        {number}
      </kbd>
    </label>
  );
}
