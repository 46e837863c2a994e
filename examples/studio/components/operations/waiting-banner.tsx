import { Hand } from 'lucide-react';
import { PlaceLink } from '@/components/shell/place';
import { buttonStyle } from '@/components/ui/button';
import type { WaitingApproval } from './approvals';

const either = new Intl.ListFormat('en', { type: 'disjunction' });

/** What waits for a person, wherever in the project they are. Announced as it appears. */
export function WaitingBanner({ waiting }: { readonly waiting: readonly WaitingApproval[] }) {
  const [first, ...more] = waiting;
  return (
    <div role="status">
      {first === undefined ? null : (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-amber/40 bg-amber-soft px-4 py-2 text-sm">
          <p className="flex min-w-0 flex-1 basis-48 items-start gap-2">
            <Hand aria-hidden className="mt-0.5 size-4 shrink-0 text-amber" />
            <span>
              <strong className="font-semibold">
                Waiting for{' '}
                {first.approvers.length === 0 ? 'you' : <bdi>{either.format(first.approvers)}</bdi>}:
              </strong>{' '}
              <span dir="auto">{first.question}</span> <span className="text-muted">in {first.tree}</span>
              {more.length === 0 ? '' : `, and ${more.length} more`}
            </span>
          </p>
          <PlaceLink
            to={{ view: 'operation', operation: first.operationId, step: first.step }}
            className={buttonStyle({ size: 'small' })}
          >
            Review
          </PlaceLink>
        </div>
      )}
    </div>
  );
}
