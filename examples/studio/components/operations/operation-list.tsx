'use client';

import type { OperationList as Operations } from '@orchard-studio/client/react';
import { isOperationEnd, type OperationStatus } from '@orchard-studio/core';
import { Workflow } from 'lucide-react';
import { useState } from 'react';
import { Failure } from '@/components/shell/failure';
import { useArrival, usePlace } from '@/components/shell/place';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import { OperationRow } from './operation-row';
import { StatusFilter } from './status-filter';
import { OPERATION_LOOKS } from './step-status';
import { useNow } from './use-now';

const PAGE = 50;

export interface OperationListProps {
  readonly operations: Operations;
  readonly status: OperationStatus | undefined;
}

/** Every operation of the project, newest first. */
export function OperationList({ operations, status }: OperationListProps) {
  const { go } = usePlace();
  const [limit, setLimit] = useState(PAGE);
  const heading = useArrival<HTMLHeadingElement>();
  const all = operations.data ?? [];
  const now = useNow(all.some((each) => !isOperationEnd(each.status)));
  const matching = status === undefined ? all : all.filter((each) => each.status === status);
  return (
    <div className="mx-auto grid w-full max-w-4xl gap-4 px-4 py-5">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 ref={heading} tabIndex={-1} className="rounded text-xl font-semibold outline-offset-4">
          Operations
        </h2>
        <p className="text-sm text-muted">Every run of a tree, newest first.</p>
      </div>
      {operations.error === undefined ? null : (
        <Failure error={operations.error} onRetry={() => void operations.reload()} />
      )}
      {operations.data === undefined && operations.error === undefined ? <Loading /> : null}
      {all.length === 0 ? null : (
        <StatusFilter
          operations={all}
          value={status}
          onChange={(next) => go({ view: 'operations', status: next }, 'replace')}
        />
      )}
      {operations.data !== undefined && all.length === 0 ? <Empty /> : null}
      {all.length > 0 && matching.length === 0 && status !== undefined ? (
        <p className="rounded-xl border border-dashed px-4 py-6 text-center text-sm text-muted">
          None is {OPERATION_LOOKS[status].word.toLowerCase()} now.
        </p>
      ) : null}
      {matching.length === 0 ? null : (
        <ul
          aria-label="Operations"
          className="divide-y divide-line overflow-hidden rounded-xl border bg-surface"
        >
          {matching.slice(0, limit).map((operation) => (
            <OperationRow key={operation.id} operation={operation} now={now} />
          ))}
        </ul>
      )}
      {matching.length > limit ? (
        <Button look="secondary" className="justify-self-center" onClick={() => setLimit(limit + PAGE)}>
          Show more ({matching.length - limit})
        </Button>
      ) : null}
    </div>
  );
}

function Loading() {
  return (
    <div role="status" aria-label="Loading the operations" className="grid gap-2">
      <Skeleton className="h-16" />
      <Skeleton className="h-16" />
      <Skeleton className="h-16" />
    </div>
  );
}

function Empty() {
  return (
    <div className="grid justify-items-center gap-2 rounded-xl border border-dashed px-6 py-12 text-center text-muted">
      <Workflow aria-hidden className="size-8" />
      <p className="font-medium text-ink">Nothing has run yet</p>
      <p className="max-w-sm text-sm">
        A build of the plan appears here, and every tree that is started for this project: each with its
        steps, its logs and what can be done about it.
      </p>
    </div>
  );
}
