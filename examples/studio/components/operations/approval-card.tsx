'use client';

import { type DecisionRequest, type OperationView, planKeyOf } from '@orchard-studio/core';
import { Check, Hand, X } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/dialog';
import { Textarea } from '@/components/ui/input';
import { briefly } from '@/lib/time';
import { type AskingStep, approvalsOf } from './approvals';

/** What the API takes. */
const MAX_COMMENT = 2_000;

export interface ApprovalCardProps extends AskingStep {
  readonly view: OperationView;
  readonly now: number;
  readonly onDecide: (step: string, request: DecisionRequest) => Promise<void>;
}

const all = new Intl.ListFormat('en', { type: 'conjunction' });

/** What an approval lets run next. */
function nextOf(view: OperationView, { step: { key } }: AskingStep): string {
  const plan = planKeyOf(key);
  const siblings = approvalsOf(view).filter(({ step }) => planKeyOf(step.key) === plan).length - 1;
  if (siblings > 0)
    return `${siblings === 1 ? 'One other decision' : `${siblings} other decisions`} of this step must be made too.`;
  const names = view.steps
    .filter(
      ({ needs, finally: last, key: other }) => !last && needs.includes(plan) && planKeyOf(other) === other,
    )
    .map(({ name }) => `“${name}”`);
  return names.length === 0 ? 'The operation goes on at once.' : `At once, ${all.format(names)} can run.`;
}

/** Asks a person to decide on a step that waits. */
export function ApprovalCard({ view, step, question, now, onDecide }: ApprovalCardProps) {
  const { message, approvers } = question;
  const id = useId();
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
      className="grid content-start gap-3 rounded-xl border border-amber/50 bg-amber-soft px-4 py-3.5"
    >
      <div className="grid gap-0.5">
        <h3
          id={`${id}-title`}
          data-approval
          tabIndex={-1}
          className="flex items-start gap-2 rounded font-semibold outline-offset-4"
        >
          <Hand aria-hidden className="mt-1 size-4 shrink-0 text-amber" />
          <span>
            {approvers.length === 0 ? 'Waiting for you' : 'Waiting for a decision'}:{' '}
            <span dir="auto">{step.name}</span>
          </span>
        </h3>
        <p dir="auto" className="whitespace-pre-wrap">
          {message}
        </p>
        {approvers.length === 0 ? null : (
          <p className="text-sm text-muted">
            Only{' '}
            <strong dir="auto" className="font-semibold text-ink">
              {all.format(approvers)}
            </strong>{' '}
            may decide.
          </p>
        )}
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
          <p>{nextOf(view, { step, question })} An approval cannot be taken back.</p>
          {comment.trim() === '' ? null : <p>Your comment: {comment.trim()}</p>}
        </div>
      </ConfirmDialog>
    </section>
  );
}
