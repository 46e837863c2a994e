import type { OperationHandle } from '@orchard-studio/client/react';
import { isOperationEnd, type OperationStatus, type OperationView } from '@orchard-studio/core';
import { ChevronRight, RotateCcw } from 'lucide-react';
import { PlaceLink, useArrival } from '@/components/shell/place';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Progress } from '@/components/ui/progress';
import { ago, briefly } from '@/lib/time';
import { CancelButton } from './cancel-button';
import { LookIcon } from './look-icon';
import { shortId } from './short-id';
import { OPERATION_LOOKS } from './step-status';
import type { Actions } from './use-actions';
import { tookMs } from './use-now';

export interface OperationHeaderProps {
  readonly view: OperationView;
  readonly status: OperationStatus;
  readonly connection: OperationHandle['connection'];
  readonly now: number;
  readonly actions: Actions;
  readonly onRerun: () => void;
}

/** What an operation is, how far it is, and what can be done with the whole of it. */
export function OperationHeader(props: OperationHeaderProps) {
  const { view, status, connection, now, actions, onRerun } = props;
  const heading = useArrival<HTMLHeadingElement>();
  const look = OPERATION_LOOKS[status];
  const hasEnded = isOperationEnd(status);
  const took = tookMs(view, now);
  return (
    <header className="grid gap-2.5">
      <nav aria-label="Breadcrumb" className="flex items-center gap-1 text-sm text-muted">
        <PlaceLink
          to={{ view: 'operations' }}
          className="rounded py-0.5 underline-offset-2 hover:text-ink hover:underline"
        >
          Operations
        </PlaceLink>
        <ChevronRight aria-hidden className="size-3.5" />
        <span className="font-mono text-xs">{shortId(view.id)}</span>
      </nav>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <LookIcon look={look} className="size-6" />
        <h2
          ref={heading}
          data-title
          tabIndex={-1}
          dir="auto"
          className="min-w-0 rounded text-xl font-semibold outline-offset-4"
        >
          {view.tree}
        </h2>
        <Badge tone={look.tone}>{look.word}</Badge>
        {connection === 'stale' ? <Badge tone="amber">Reconnecting…</Badge> : null}
        <Buttons view={view} status={status} actions={actions} onRerun={onRerun} />
      </div>
      <p className="flex flex-wrap gap-x-4 gap-y-0.5 text-sm text-muted">
        <time dateTime={view.createdAt} title={new Date(view.createdAt).toLocaleString()}>
          Started {ago(view.createdAt, now)}
        </time>
        {took === undefined ? null : (
          <span className="tabular-nums">
            {hasEnded ? `Took ${briefly(took)}` : `Runs for ${briefly(took)}`}
          </span>
        )}
        <span>{stepsOf(view)}</span>
        <Origin view={view} />
      </p>
      {hasEnded ? null : (
        <div className="flex items-center gap-3">
          <Progress
            label="Progress of the operation"
            value={view.progress}
            tone={status === 'cancelling' ? 'amber' : 'leaf'}
            className="flex-1"
          />
          <span className="text-sm text-muted tabular-nums">{Math.round(view.progress * 100)} %</span>
        </div>
      )}
    </header>
  );
}

type ButtonsProps = Pick<OperationHeaderProps, 'view' | 'status' | 'actions' | 'onRerun'>;

/** What can be done now: nothing else is shown. */
function Buttons({ view, status, actions, onRerun }: ButtonsProps) {
  const { acting, cancel, resume } = actions;
  const isBusy = acting !== undefined;
  return (
    <div className="ms-auto flex flex-wrap gap-2">
      {isOperationEnd(status) ? null : (
        <CancelButton
          view={view}
          isCancelling={status === 'cancelling' || acting === 'cancel'}
          onCancel={cancel}
        />
      )}
      {status === 'failed' || status === 'cancelled' ? (
        <Button
          size="small"
          title="Runs what did not succeed; keeps the rest"
          disabled={isBusy}
          onClick={() => void resume()}
        >
          <RotateCcw aria-hidden />
          {acting === 'resume' ? 'Resuming…' : 'Resume'}
        </Button>
      ) : null}
      {isOperationEnd(status) ? (
        <Button look="secondary" size="small" disabled={isBusy} onClick={onRerun}>
          <RotateCcw aria-hidden />
          {acting === 'rerun' ? 'Starting…' : 'Run again…'}
        </Button>
      ) : null}
    </div>
  );
}

/** "7 of 10 steps succeeded". */
function stepsOf({ steps }: OperationView): string {
  const heads = steps.filter(({ key }) => !key.includes('.'));
  const done = heads.filter(({ status }) => status === 'succeeded').length;
  return `${done} of ${heads.length} steps succeeded`;
}

function Origin({ view: { forkedFrom, parent } }: { readonly view: OperationView }) {
  const origin = forkedFrom ?? parent;
  if (origin === null) return null;
  return (
    <PlaceLink
      to={{ view: 'operation', operation: origin.operationId }}
      className="underline underline-offset-2 hover:text-ink"
    >
      {forkedFrom === null ? 'Sub-tree of' : 'Rerun of'} {shortId(origin.operationId)}
      {origin.step === null ? '' : `, from “${origin.step}”`}
    </PlaceLink>
  );
}
