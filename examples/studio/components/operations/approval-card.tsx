'use client';

import type { DecisionRequest, OperationView, StepView } from '@orchard-studio/core';
import { Check, Hand, X } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/dialog';
import { Textarea } from '@/components/ui/input';
import { briefly } from '@/lib/time';
import { useStepHistory } from './use-step-history';

/** What the API takes. */
const MAX_COMMENT = 2_000;

export interface ApprovalCardProps {
  readonly view: OperationView;
  readonly step: StepView;
  /** What the tree asks, when the page has heard it; the log knows it else. */
  readonly question: string | undefined;
  readonly now: number;
  readonly onDecide: (step: string, request: DecisionRequest) => Promise<void>;
}

/** What an approval lets run next. */
function nextOf({ steps }: OperationView, { key }: StepView): string {
  const [plan = key] = key.split('.');
  const names = steps
    .filter(({ needs, finally: last }) => !last && needs.includes(plan))
    .map(({ name }) => `“${name}”`);
  return names.length === 0 ? 'The operation goes on at once.' : `At once, ${names.join(', ')} can run.`;
}

/** Asks a person to decide on a step that waits. */
export function ApprovalCard({ view, step, question, now, onDecide }: ApprovalCardProps) {
  const id = useId();
  const asked = useStepHistory(view.id, step, question === undefined).at(-1)?.message;
  const [comment, setComment] = useState('');
  const [sending, setSending] = useState<DecisionRequest['decision']>();
  const [asking, setAsking] = useState(false);
  const decide = async (decision: DecisionRequest['decision']): Promise<void> => {
    setSending(decision);
    const said = comment.trim();
    await onDecide(step.key, { decision, ...(said === '' ? {} : { comment: said }) });
    setSending(undefined);
  };
  const left = step.notBefore === null ? undefined : Date.parse(step.notBefore) - now;
  return (
    <section
      aria-labelledby={`${id}-title`}
      className="grid gap-3 rounded-xl border border-amber/50 bg-amber-soft px-4 py-3.5"
    >
      <div className="grid gap-0.5">
        <h3 id={`${id}-title`} className="flex items-start gap-2 font-semibold">
          <Hand aria-hidden className="mt-1 size-4 shrink-0 text-amber" />
          <span>
            Waiting for you: <span dir="auto">{step.name}</span>
          </span>
        </h3>
        <p dir="auto" className="whitespace-pre-wrap">
          {question ?? asked ?? 'May it go on?'}
        </p>
        {left === undefined ? null : (
          <p className="text-sm text-muted">
            Without a decision within {briefly(Math.max(0, left))} the step fails.
          </p>
        )}
      </div>
      <label htmlFor={`${id}-comment`} className="grid max-w-2xl gap-1 text-sm font-medium">
        Comment <span className="sr-only">(optional)</span>
        <Textarea
          id={`${id}-comment`}
          rows={1}
          maxLength={MAX_COMMENT}
          value={comment}
          placeholder="Optional; kept with the decision"
          className="font-normal"
          onChange={(event) => setComment(event.target.value)}
        />
      </label>
      <div className="flex flex-wrap gap-2">
        <Button disabled={sending !== undefined} onClick={() => setAsking(true)}>
          <Check aria-hidden />
          {sending === 'approved' ? 'Approving…' : 'Approve'}
        </Button>
        <Button look="danger" disabled={sending !== undefined} onClick={() => void decide('rejected')}>
          <X aria-hidden />
          {sending === 'rejected' ? 'Rejecting…' : 'Reject'}
        </Button>
        <p className="min-w-40 flex-1 self-center text-sm text-muted">
          Rejecting fails this step; the operation can be resumed, and asks again then.
        </p>
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Approve “${step.name}”?`}
        confirm="Approve"
        dismiss="Not yet"
        onConfirm={() => void decide('approved')}
      >
        <div className="grid gap-1 text-sm">
          <p>{nextOf(view, step)} An approval cannot be taken back.</p>
          {comment.trim() === '' ? null : <p>Your comment: {comment.trim()}</p>}
        </div>
      </ConfirmDialog>
    </section>
  );
}
