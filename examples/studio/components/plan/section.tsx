import type { Coverage } from '@orchard-studio/core';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge } from '@/components/ui/badge';
import { cn } from '@/lib/cn';

const COVERAGE: Readonly<Record<Coverage, { readonly word: string; readonly dot: string }>> = {
  missing: { word: 'Missing', dot: 'border-2 border-edge' },
  partial: { word: 'In progress', dot: 'bg-amber' },
  complete: { word: 'Complete', dot: 'bg-leaf' },
  not_applicable: { word: 'Not needed', dot: 'bg-edge' },
};

export interface SectionProps {
  readonly title: string;
  readonly coverage?: Coverage | undefined;
  readonly count?: number;
  readonly isChanged?: boolean;
  readonly children: ReactNode;
}

/** One part of the plan, which can be folded away. */
export function Section({ title, coverage, count, isChanged = false, children }: SectionProps) {
  const state = coverage === undefined ? undefined : COVERAGE[coverage];
  return (
    <details open className="group/section min-w-0">
      <summary className="flex min-h-9 list-none items-center gap-2 rounded-lg py-1 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-muted transition-transform group-open/section:rotate-90"
        />
        <h3 className="text-[0.9375rem] font-semibold">{title}</h3>
        {count === undefined || count === 0 ? null : (
          <span className="text-sm text-muted tabular-nums">{count}</span>
        )}
        {isChanged ? <Badge tone="amber">Changed</Badge> : null}
        {state === undefined ? null : (
          <span className="ms-auto flex items-center gap-1.5 text-xs text-muted">
            <span aria-hidden className={cn('size-2 rounded-full', state.dot)} />
            {state.word}
          </span>
        )}
      </summary>
      <div className="grid gap-2 pt-1.5 pb-3">{children}</div>
    </details>
  );
}

/** Stands where a section has nothing to show yet. */
export function Nothing({ children }: { readonly children: ReactNode }) {
  return <p className="text-sm text-muted">{children}</p>;
}
