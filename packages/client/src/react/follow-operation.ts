import { foldEvents, isOrchardError, type OperationEvent, toOrchardError } from '@orchard-studio/core';
import type { OrchardClient } from '../client.ts';
import type { OperationAction } from './operation-state.ts';

const PAGE = 1_000;
/** A build may log hundreds of lines a second; the page is drawn a few times in it. */
const DRAW_EVERY_MS = 60;

export interface Follow {
  readonly client: OrchardClient;
  readonly operationId: string;
  readonly maxLogs: number;
  readonly signal: AbortSignal;
  readonly dispatch: (action: OperationAction) => void;
}

/** Reads the operation and its log, then stays with it until it ends or the signal aborts. */
export async function followOperation(follow: Follow): Promise<void> {
  const { client, operationId, signal, dispatch } = follow;
  try {
    dispatch({ type: 'connection', connection: 'connecting' });
    dispatch({ type: 'read', view: await client.operations.get({ operationId, signal }) });
    const { after, ended } = await readLog(follow);
    if (ended) return dispatch({ type: 'connection', connection: 'ended' });
    await tail(follow, after);
    if (signal.aborted) return;
    dispatch({ type: 'read', view: await client.operations.get({ operationId, signal }) });
  } catch (failure) {
    if (signal.aborted || (isOrchardError(failure) && failure.code === 'CANCELLED')) return;
    dispatch({ type: 'failed', error: toOrchardError(failure) });
    dispatch({ type: 'connection', connection: 'ended' });
  }
}

/** The log as it stands: pages are read in bulk, which is faster than the stream for a long one. */
async function readLog(follow: Follow): Promise<{ readonly after: number; readonly ended: boolean }> {
  const { client, operationId, signal, dispatch, maxLogs } = follow;
  let after = 0;
  let progress = foldEvents([]);
  while (true) {
    const page = await client.operations.events({ operationId, after, limit: PAGE, signal });
    const last = page.events.at(-1);
    if (last === undefined) return { after, ended: progress.ended };
    progress = foldEvents(page.events, progress);
    dispatch({ type: 'events', events: page.events, maxLogs });
    after = last.seq;
    // Nothing follows the end but a resume, which starts a new follow.
    if (progress.ended && page.events.length < PAGE) return { after, ended: true };
  }
}

async function tail(follow: Follow, after: number): Promise<void> {
  const { client, operationId, signal, dispatch, maxLogs } = follow;
  let waiting: OperationEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const draw = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const events = waiting;
    waiting = [];
    if (events.length > 0 && !signal.aborted) dispatch({ type: 'events', events, maxLogs });
  };
  try {
    const onState = (connection: Extract<OperationAction, { type: 'connection' }>['connection']): void => {
      if (!signal.aborted) dispatch({ type: 'connection', connection });
    };
    for await (const event of client.operations.stream({ operationId, after, signal, onState })) {
      waiting.push(event);
      timer ??= setTimeout(draw, DRAW_EVERY_MS);
    }
  } finally {
    draw();
  }
}
