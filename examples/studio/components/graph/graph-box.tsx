import type { StepView } from '@orchard-studio/core';
import { type StepBox, shownMembers, statusOfBox, tally } from '@/components/operations/boxes';
import { lookOf, STEP_LOOKS, type StatusLook } from '@/components/operations/step-status';
import { tookMs } from '@/components/operations/use-now';
import { cn } from '@/lib/cn';
import { briefly } from '@/lib/time';
import type { GraphContext } from './graph-context';
import { BOXES, canFold } from './graph-layout';
import { HeadText } from './head-text';
import { Fold, MemberRow } from './member-row';
import { Tries } from './tries';

const FILLS: Readonly<Record<StatusLook['tone'], string>> = {
  plain: 'bg-surface',
  outline: 'bg-surface',
  leaf: 'bg-leaf-soft',
  apple: 'bg-apple-soft',
  amber: 'bg-amber-soft',
  sky: 'bg-sky-soft',
};

const BORDERS: Readonly<Record<StatusLook['tone'], string>> = {
  plain: 'border-edge/50',
  outline: 'border-edge/50',
  leaf: 'border-leaf/60',
  apple: 'border-apple',
  amber: 'border-amber',
  sky: 'border-sky',
};

export interface GraphBoxProps {
  readonly box: StepBox;
  readonly isOpen: boolean;
  readonly context: GraphContext;
}

/** One box of the graph: its step as a button, and below it a button for each combination. */
export function GraphBox({ box, isOpen, context }: GraphBoxProps) {
  const { head, members } = box;
  const status = statusOfBox(box);
  const look = head === undefined || members.length > 0 ? STEP_LOOKS[status] : lookOf(head);
  const isSelected = context.selected === box.id;
  return (
    <div
      className={cn(
        'h-full rounded-xl border-[length:max(1.5px,var(--hair))] shadow-sm',
        context.isFar ? FILLS[look.tone] : 'bg-surface',
        BORDERS[look.tone],
        !context.isFar && (status === 'pending' || status === 'skipped') && 'border-dashed',
        isSelected && 'ring-2 ring-leaf ring-offset-2 ring-offset-paper',
      )}
    >
      {head === undefined ? (
        <BundleHead box={box} look={look} context={context} />
      ) : (
        <StepHead step={head} box={box} look={look} context={context} />
      )}
      {members.length === 0 ? null : (
        <ul aria-label={box.kind === 'matrix' ? 'Combinations' : 'Steps'} className="px-1.5">
          {shownMembers(box, isOpen).map((step) => (
            <li key={step.key}>
              <MemberRow box={box} step={step} context={context} />
            </li>
          ))}
        </ul>
      )}
      {canFold(box) ? <Fold box={box} isOpen={isOpen} context={context} /> : null}
    </div>
  );
}

interface HeadProps {
  readonly box: StepBox;
  readonly look: StatusLook;
  readonly context: GraphContext;
}

const HEAD =
  'flex w-full items-start gap-2 rounded-[0.65rem] px-2.5 py-2 text-start hover:bg-sunken/60 -outline-offset-2';
/** The border of a box, above and below. */
const BORDER = 3;

function StepHead({ step, box, look, context }: HeadProps & { readonly step: StepView }) {
  const { now, selected, active, onOpen, names, direction, isFar } = context;
  const isNarrow = direction === 'down';
  const took = tookMs(step, now);
  const facts = [
    look.word,
    took === undefined || step.status === 'skipped' || isNarrow ? undefined : briefly(took),
  ].filter((fact) => fact !== undefined);
  const after = step.needs.map((key) => names.get(key) ?? key).join(', ');
  return (
    <button
      type="button"
      data-target={box.id}
      tabIndex={active === box.id ? 0 : -1}
      aria-pressed={selected === box.id}
      style={{ height: BOXES[direction].head - BORDER }}
      className={HEAD}
      onClick={() => onOpen(step.key)}
    >
      <HeadText title={step.name} look={look} facts={facts} isNarrow={isNarrow} isFar={isFar}>
        {box.kind === 'matrix' ? (
          <span className="shrink-0 text-xs font-medium text-muted tabular-nums">×{box.members.length}</span>
        ) : (
          <Tries {...step} />
        )}
      </HeadText>
      <span className="sr-only">
        {box.finally ? ', always runs at the end' : ''}
        {after === '' ? '' : `, after ${after}`}
      </span>
    </button>
  );
}

function BundleHead({ box, look, context }: HeadProps) {
  const { active, direction, isFar, onToggle } = context;
  return (
    <button
      type="button"
      data-target={box.id}
      tabIndex={active === box.id ? 0 : -1}
      style={{ height: BOXES[direction].head - BORDER }}
      className={HEAD}
      onClick={() => onToggle(box.id)}
    >
      <HeadText
        title={`${box.members.length} steps alike`}
        look={look}
        facts={[tally(box.members, STEP_LOOKS)]}
        isNarrow={direction === 'down'}
        isFar={isFar}
      />
    </button>
  );
}
