import type { OperationStatus, OperationSummary } from '@orchard-studio/core';
import { cn } from '@/lib/cn';
import { OPERATION_LOOKS } from './step-status';

const ORDER: readonly OperationStatus[] = [
  'waiting',
  'running',
  'queued',
  'cancelling',
  'failed',
  'cancelled',
  'succeeded',
];

export interface StatusFilterProps {
  readonly operations: readonly OperationSummary[];
  readonly value: OperationStatus | undefined;
  readonly onChange: (value: OperationStatus | undefined) => void;
}

/** One button for each status there is, with how many have it. */
export function StatusFilter({ operations, value, onChange }: StatusFilterProps) {
  const counts = Map.groupBy(operations, ({ status }) => status);
  const shown = ORDER.filter((status) => counts.has(status) || status === value);
  return (
    <fieldset aria-label="Filter by status" className="flex flex-wrap gap-1.5">
      <FilterButton isOn={value === undefined} count={operations.length} onClick={() => onChange(undefined)}>
        All
      </FilterButton>
      {shown.map((status) => (
        <FilterButton
          key={status}
          isOn={value === status}
          count={counts.get(status)?.length ?? 0}
          onClick={() => onChange(status)}
        >
          {OPERATION_LOOKS[status].word}
        </FilterButton>
      ))}
    </fieldset>
  );
}

interface FilterButtonProps {
  readonly isOn: boolean;
  readonly count: number;
  readonly onClick: () => void;
  readonly children: string;
}

function FilterButton({ isOn, count, onClick, children }: FilterButtonProps) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onClick}
      className={cn(
        'inline-flex min-h-7 items-center gap-1.5 rounded-full border px-3 text-[0.8125rem] font-medium',
        isOn
          ? 'border-leaf bg-leaf-soft text-leaf'
          : 'border-edge/50 text-muted hover:bg-sunken hover:text-ink',
      )}
    >
      {children}
      <span className="tabular-nums">{count}</span>
    </button>
  );
}
