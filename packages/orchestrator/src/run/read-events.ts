import {
  isOperationEnd,
  type OperationEvent,
  type OperationId,
  type OperationStore,
  OrchardError,
} from '@orchard-studio/core';
import { Alarm } from './alarm.ts';
import type { Deadlines } from './deadlines.ts';
import type { OperationHints } from './hints.ts';

export interface EventsRequest {
  readonly operationId: OperationId;
  /** Cursor: only events with a higher `seq`. Default 0, all of them. */
  readonly after?: number;
  readonly signal?: AbortSignal;
}

interface EventSource {
  readonly store: OperationStore;
  readonly deadlines: Deadlines;
  readonly hints: OperationHints;
  readonly pollMs: number;
}

const PAGE = 1_000;

/**
 * Reads the log after a cursor, then waits for a hint or the next poll, and reads on. There is no second path for live
 * events, so there is no gap and no repetition by construction. Ends with the operation.
 */
export async function* readEvents(
  request: EventsRequest,
  source: EventSource,
): AsyncGenerator<OperationEvent, void, void> {
  const { operationId, signal } = request;
  let after = request.after ?? 0;
  const alarm = new Alarm(source.deadlines);
  let mayHaveEnded = true;
  const unsubscribe = source.hints.subscribe(operationId, () => alarm.ring());
  const onAbort = (): void => alarm.ring();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    while (true) {
      signal?.throwIfAborted();
      alarm.reset();
      const page = await source.store.listEvents({ operationId, after, limit: PAGE });
      for (const event of page) {
        after = event.seq;
        mayHaveEnded ||= event.type === 'complete';
        yield event;
      }
      if (page.length === PAGE) continue;
      if (mayHaveEnded) {
        // A resumed operation goes on after a `complete`: only its status says whether more can come.
        const pulse = await source.store.peek({ operationId });
        if (pulse === undefined)
          throw new OrchardError('NOT_FOUND', `There is no operation "${operationId}".`);
        const { status, lastSeq } = pulse;
        if (isOperationEnd(status) && lastSeq <= after) return;
        // An end comes with a `complete`. Until this reader gets one it need not ask again.
        mayHaveEnded = isOperationEnd(status) || lastSeq < after;
        if (lastSeq > after) continue;
      }
      await alarm.sleep(source.pollMs);
    }
  } finally {
    unsubscribe();
    source.deadlines.rest();
    signal?.removeEventListener('abort', onAbort);
  }
}
