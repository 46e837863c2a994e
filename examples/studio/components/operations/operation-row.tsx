import type { OperationListItem } from '@orchard-studio/client/react';
import { isOperationEnd } from '@orchard-studio/core';
import { Hand } from 'lucide-react';
import { PlaceLink } from '@/components/shell/place';
import { Badge } from '@/components/ui/badge';
import { Progress } from '@/components/ui/progress';
import { ago, briefly } from '@/lib/time';
import { LookIcon } from './look-icon';
import { shortId } from './short-id';
import { OPERATION_LOOKS } from './step-status';
import { tookMs } from './use-now';

export interface OperationRowProps {
  readonly operation: OperationListItem;
  readonly now: number;
}

/** Where an operation comes from, when no person started it as such. */
function originOf({ forkedFrom, parent }: OperationListItem): string | undefined {
  if (forkedFrom !== null) {
    const from = forkedFrom.step === null ? '' : ` from “${forkedFrom.step}”`;
    return `Rerun of ${shortId(forkedFrom.operationId)}${from}`;
  }
  if (parent !== null) return `Sub-tree of ${shortId(parent.operationId)}, step “${parent.step}”`;
  return undefined;
}

/** One operation of the list: the whole row leads to its page. */
export function OperationRow({ operation, now }: OperationRowProps) {
  const { id, tree, status, createdAt, progress, asks } = operation;
  const look = OPERATION_LOOKS[status];
  const took = tookMs(operation, now);
  const origin = originOf(operation);
  return (
    <li>
      <PlaceLink
        to={{ view: 'operation', operation: id }}
        className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-start gap-x-3 px-4 py-3 -outline-offset-2 hover:bg-sunken/60"
      >
        <LookIcon look={look} className="mt-0.5 size-5" />
        <span className="grid min-w-0 gap-0.5">
          <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
            <span dir="auto" className="font-semibold">
              {tree}
            </span>
            <Badge tone={look.tone}>{look.word}</Badge>
          </span>
          <span className="text-xs text-muted">
            <span className="font-mono">{shortId(id)}</span>
            {origin === undefined ? '' : ` · ${origin}`}
          </span>
          {asks.map(({ step, message }) => (
            <span key={step} dir="auto" className="flex items-start gap-1.5 text-sm">
              <Hand aria-hidden className="mt-1 size-3.5 shrink-0 text-amber" />
              {message}
            </span>
          ))}
          {progress === undefined || isOperationEnd(status) ? null : (
            <span className="mt-1 flex items-center gap-2">
              <Progress label={`Progress of ${tree}`} value={progress} className="h-1.5 max-w-72 flex-1" />
              <span className="text-xs text-muted tabular-nums">{Math.round(progress * 100)} %</span>
            </span>
          )}
        </span>
        <span className="grid justify-items-end gap-0.5 text-xs whitespace-nowrap text-muted">
          <time dateTime={createdAt} title={new Date(createdAt).toLocaleString()}>
            {ago(createdAt, now)}
          </time>
          <span className="tabular-nums">{took === undefined ? '' : briefly(took)}</span>
        </span>
      </PlaceLink>
    </li>
  );
}
