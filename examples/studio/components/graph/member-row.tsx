import type { StepView } from '@orchard-studio/core';
import { ChevronsDownUp, ChevronsUpDown } from 'lucide-react';
import { memberName, type StepBox } from '@/components/operations/boxes';
import { LookIcon } from '@/components/operations/look-icon';
import { lookOf } from '@/components/operations/step-status';
import { tookMs } from '@/components/operations/use-now';
import { cn } from '@/lib/cn';
import { briefly } from '@/lib/time';
import type { GraphContext } from './graph-context';
import { SIZES } from './graph-layout';
import { Tries } from './tries';

export interface MemberRowProps {
  readonly box: StepBox;
  readonly step: StepView;
  readonly context: GraphContext;
}

/** One combination of a matrix, or one step of a bundle, within its box. */
export function MemberRow({
  box,
  step,
  context: { now, selected, active, onOpen, direction, isFar },
}: MemberRowProps) {
  const look = lookOf(step);
  const took = tookMs(step, now);
  return (
    <button
      type="button"
      data-target={step.key}
      tabIndex={active === step.key ? 0 : -1}
      aria-pressed={selected === step.key}
      style={{ height: SIZES.row }}
      className={cn(
        'flex w-full items-center gap-1.5 rounded-lg px-2 text-start text-xs -outline-offset-2 hover:bg-sunken',
        selected === step.key && 'bg-leaf-soft',
      )}
      onClick={() => onOpen(step.key)}
    >
      <LookIcon look={look} className={isFar ? 'mx-auto size-7' : 'size-3.5'} />
      <span dir="auto" className={isFar ? 'sr-only' : 'min-w-0 flex-1 truncate'}>
        {memberName(box, step)}
      </span>
      {isFar ? null : <Tries {...step} />}
      <span className="shrink-0 text-muted tabular-nums">
        <span className="sr-only">{look.word} </span>
        {isFar || took === undefined || step.status === 'skipped' || direction === 'down'
          ? ''
          : briefly(took)}
      </span>
    </button>
  );
}

export interface FoldProps {
  readonly box: StepBox;
  readonly isOpen: boolean;
  readonly context: GraphContext;
}

/** Shows all members of a box, or only those that matter most. */
export function Fold({ box, isOpen, context: { isFar, onToggle } }: FoldProps) {
  const Icon = isOpen ? ChevronsDownUp : ChevronsUpDown;
  return (
    <div className="px-1.5">
      <button
        type="button"
        aria-expanded={isOpen}
        style={{ height: SIZES.row }}
        className="flex w-full items-center gap-1.5 rounded-lg px-2 text-xs font-medium text-muted -outline-offset-2 hover:bg-sunken hover:text-ink"
        onClick={() => onToggle(box.id)}
      >
        <Icon aria-hidden className={isFar ? 'mx-auto size-7' : 'size-3.5'} />
        <span className={isFar ? 'sr-only' : undefined}>
          {isOpen ? 'Show fewer' : `Show all ${box.members.length}`}
        </span>
      </button>
    </div>
  );
}
