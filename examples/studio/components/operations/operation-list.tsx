'use client';

import { type OperationList as Operations, useTrees } from '@orchard-studio/client/react';
import { isOperationEnd, type OperationStatus } from '@orchard-studio/core';
import { Workflow } from 'lucide-react';
import { Failure } from '@/components/shell/failure';
import { useArrival, usePlace } from '@/components/shell/place';
import { NoTrees } from '@/components/start/no-trees';
import { RunButton } from '@/components/start/run-button';
import { Skeleton } from '@/components/ui/skeleton';
import { LoadMore } from './load-more';
import { OperationRow } from './operation-row';
import { StatusFilter } from './status-filter';
import { OPERATION_LOOKS } from './step-status';
import { useNow } from './use-now';

export interface OperationListProps {
  readonly projectId: string;
  readonly operations: Operations;
  /** How many are listed at most. */
  readonly limit: number;
  readonly onLimit: (limit: number) => void;
  readonly status: OperationStatus | undefined;
}

/** Every operation of the project, newest first. */
export function OperationList({ projectId, operations, limit, onLimit, status }: OperationListProps) {
  const { go } = usePlace();
  const trees = useTrees();
  const all = operations.data ?? [];
  const now = useNow(all.some((each) => !isOperationEnd(each.status)));
  const matching = status === undefined ? all : all.filter((each) => each.status === status);
  return (
    <div className="mx-auto grid w-full max-w-4xl gap-4 px-4 py-5">
      <Header projectId={projectId} trees={trees} />
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
      {operations.data !== undefined && all.length === 0 ? (
        <Empty hasTrees={trees.data?.length !== 0} />
      ) : null}
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
          {matching.map((operation) => (
            <OperationRow key={operation.id} operation={operation} now={now} />
          ))}
        </ul>
      )}
      <LoadMore count={all.length} limit={limit} isReading={operations.loading} onLimit={onLimit} />
    </div>
  );
}

interface HeaderProps {
  readonly projectId: string;
  readonly trees: ReturnType<typeof useTrees>;
}

function Header({ projectId, trees }: HeaderProps) {
  const heading = useArrival<HTMLHeadingElement>();
  return (
    <>
      <div className="flex items-start gap-3">
        <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3">
          <h2 ref={heading} tabIndex={-1} className="rounded text-xl font-semibold outline-offset-4">
            Operations
          </h2>
          <p className="text-sm text-muted">Every run of a tree, newest first.</p>
        </div>
        <RunButton projectId={projectId} trees={trees.data} />
      </div>
      {trees.error === undefined ? null : <Failure error={trees.error} onRetry={() => void trees.reload()} />}
    </>
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

function Empty({ hasTrees }: { readonly hasTrees: boolean }) {
  return (
    <div className="grid justify-items-center gap-2 rounded-xl border border-dashed px-6 py-12 text-center text-muted max-sm:px-4">
      <Workflow aria-hidden className="size-8" />
      <p className="font-medium text-ink">Nothing has run yet</p>
      <p className="max-w-sm text-sm">
        Run starts a tree; a build of the plan appears here too. Each shows its steps, its logs and what can
        be done about it.
      </p>
      {hasTrees ? null : <NoTrees />}
    </div>
  );
}
