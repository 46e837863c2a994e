import {
  foldEvents,
  isOperationEnd,
  type OperationEvent,
  type OperationProgress,
  type OperationStatus,
  type OperationSummary,
  type OperationView,
  progressOfView,
} from '@orchard-studio/core';
import { useEffect, useRef, useState } from 'react';
import { useOrchard } from './context.tsx';
import { feedOf } from './project-feed.ts';
import { type Loaded, useLoad } from './use-load.ts';

/** An operation in a list, as it stands now. */
export interface OperationListItem extends OperationSummary {
  /** 0 to 1; undefined for one that had ended before the page was opened. */
  readonly progress: number | undefined;
  /** The steps that wait for a person to approve. */
  readonly asks: readonly { readonly step: string; readonly message: string }[];
}

/** An operation that moved while the page was open. */
interface Moving {
  readonly view: OperationView;
  readonly progress: OperationProgress;
  readonly approvals: ReadonlyMap<string, string>;
}

const ENDS: Readonly<Record<string, OperationStatus>> = {
  complete: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
};

function approvalsOf({ steps }: OperationView): ReadonlyMap<string, string> {
  return new Map(
    steps.flatMap(({ key, question }): [string, string][] =>
      question === null ? [] : [[key, question.message]],
    ),
  );
}

function withEvent(moving: Moving, event: OperationEvent): Moving {
  const progress = foldEvents([event], moving.progress);
  const approvals = new Map(moving.approvals);
  if (event.step !== undefined && event.type === 'approval' && event.status === 'waiting')
    approvals.set(event.step, event.message ?? event.step);
  else if (event.step !== undefined && event.type === 'step' && event.status !== 'waiting')
    approvals.delete(event.step);
  return { ...moving, progress, approvals };
}

function statusOf({ view, progress, approvals }: Moving): OperationStatus {
  if (progress.ended) return ENDS[progress.status] ?? view.status;
  if (progress.lastSeq === view.lastSeq) return view.status;
  const running = progress.steps.some(({ status }) => status === 'in_progress' || status === 'retrying');
  return !running && approvals.size > 0 ? 'waiting' : 'running';
}

function itemOf(summary: OperationSummary, moving: Moving | undefined): OperationListItem {
  if (moving === undefined) return { ...summary, progress: undefined, asks: [] };
  const status = statusOf(moving);
  const asks = [...moving.approvals].map(([step, message]) => ({ step, message }));
  return { ...summary, status, progress: moving.progress.progress, asks: isOperationEnd(status) ? [] : asks };
}

const newestFirst = (a: OperationSummary, b: OperationSummary): number =>
  b.createdAt.localeCompare(a.createdAt);

/** The operations of a project as they are read, and as they move. */
export type OperationList = Omit<Loaded<readonly OperationListItem[]>, 'replace'>;

export interface OperationsOptions {
  /** Most operations to list, the newest; 1 to 1,000. Default 100. A change of it reads the list again. */
  readonly limit?: number;
}

/** A list is drawn a few times a second at most. */
const DRAW_EVERY_MS = 100;

/**
 * The operations of a project, newest first, live: new ones appear, and those that run move, over the one connection
 * that a page has for a project.
 */
export function useOperations(projectId: string, { limit = 100 }: OperationsOptions = {}): OperationList {
  const client = useOrchard();
  const [moving, setMoving] = useState<ReadonlyMap<string, Moving>>(new Map());
  const list = useLoad<readonly OperationSummary[]>(projectId, (signal) =>
    client.operations.list({ projectId, limit, signal }),
  );
  const { reload } = list;
  // What is shown stays while a longer list is read.
  const readLimit = useRef(limit);
  useEffect(() => {
    if (readLimit.current === limit) return;
    readLimit.current = limit;
    void reload();
  }, [limit, reload]);

  useEffect(() => {
    const known = new Map<string, Moving>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = (): void => {
      timer = undefined;
      setMoving(new Map(known));
    };
    setMoving(known);
    const leave = feedOf(client, projectId).listen({
      onMessage: (message) => {
        const id = message.type === 'snapshot' ? message.operation.id : message.event.operationId;
        if (message.type === 'snapshot') {
          const { operation: view } = message;
          known.set(id, { view, progress: progressOfView(view), approvals: approvalsOf(view) });
        } else {
          const before = known.get(id);
          if (before !== undefined) known.set(id, withEvent(before, message.event));
          // One that had ended goes on: what it was is in the list, what it does in a new read of it.
          else if (message.event.type === 'operation') void reload();
          if (message.event.type === 'complete') void reload();
        }
        timer ??= setTimeout(draw, DRAW_EVERY_MS);
      },
      // What happened while there was no connection is in the list.
      onState: (state) => {
        if (state === 'live') void reload();
      },
      onError: () => void reload(),
    });
    return () => {
      leave();
      clearTimeout(timer);
    };
  }, [client, projectId, reload]);

  const read = list.data;
  const { error, loading } = list;
  if (read === undefined) return { data: undefined, error, loading, reload };
  const born = [...moving.values()]
    .map(({ view }) => view)
    .filter(({ id }) => !read.some((one) => one.id === id));
  const all = [...read, ...born].map((summary) => itemOf(summary, moving.get(summary.id)));
  return { data: all.toSorted(newestFirst), error, loading, reload };
}
