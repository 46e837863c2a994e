import { isOperationEnd, type OperationStatus, type OperationSummary } from '@orchard-studio/core';
import { useEffect, useRef, useState } from 'react';
import { useOrchard } from './context.tsx';
import type { Moving, Question } from './moving-operations.ts';
import { feedOf } from './project-feed.ts';
import { type Loaded, useLoad } from './use-load.ts';

/** An operation in a list, as it stands now. */
export interface OperationListItem extends OperationSummary {
  /** 0 to 1; undefined for one that had ended before the page was opened. */
  readonly progress: number | undefined;
  /** The steps that wait for a person to approve. */
  readonly asks: readonly (Question & { readonly step: string })[];
}

const ENDS: Readonly<Record<string, OperationStatus>> = {
  complete: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
};

function statusOf({ view, progress, approvals }: Moving): OperationStatus {
  if (progress.ended) return ENDS[progress.status] ?? view.status;
  if (progress.lastSeq === view.lastSeq) return view.status;
  const running = progress.steps.some(({ status }) => status === 'in_progress' || status === 'retrying');
  return !running && approvals.size > 0 ? 'waiting' : 'running';
}

function itemOf(summary: OperationSummary, moving: Moving | undefined): OperationListItem {
  if (moving === undefined) return { ...summary, progress: undefined, asks: [] };
  const status = statusOf(moving);
  const asks = [...moving.approvals].map(([step, question]) => ({ step, ...question }));
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
    const feed = feedOf(client, projectId);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = (): void => {
      timer = undefined;
      setMoving(feed.operations.all());
    };
    const leave = feed.listen({
      onMessage: (message) => {
        if (message.type === 'event' && message.event.type === 'complete') void reload();
        timer ??= setTimeout(draw, DRAW_EVERY_MS);
      },
      // What happened while there was no connection is in the list.
      onState: (state) => {
        if (state === 'live') void reload();
      },
      onError: () => void reload(),
    });
    draw();
    return () => {
      leave();
      clearTimeout(timer);
    };
  }, [client, projectId, reload]);

  const read = list.data;
  const { error, loading } = list;
  if (read === undefined) return { data: undefined, error, loading, reload };
  const listed = new Set(read.map(({ id }) => id));
  const born = [...moving.values()].map(({ view }) => view).filter(({ id }) => !listed.has(id));
  const all = [...read, ...born].map((summary) => itemOf(summary, moving.get(summary.id)));
  return { data: all.toSorted(newestFirst), error, loading, reload };
}
