import type { OperationEvent } from '@orchard-studio/core';

const encoder = new TextEncoder();

export interface EventStreamOptions {
  readonly events: AsyncGenerator<OperationEvent, void, void>;
  /** Stops the generator when the client goes away. */
  readonly abort: AbortController;
  /** True when the client's cursor lies beyond the log: it must start over. */
  readonly reset: boolean;
  readonly heartbeatMs: number;
  /** 0 ≤ n < 1; spreads reconnects. */
  readonly random: () => number;
}

/** JSON never holds a raw line break, so one `data:` line carries any event whole. */
function frame(event: OperationEvent): string {
  return `id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`;
}

/**
 * Events as a server-sent event stream. There is no `event:` field but for `reset` and `end`: an event of type
 * `error` must not look like EventSource's own. Pulled by the reader, so a slow client holds one event in memory.
 */
export function eventStream(options: EventStreamOptions): Response {
  const { events, abort, heartbeatMs } = options;
  let lastSeq = 0;
  let next: Promise<IteratorResult<OperationEvent, void>> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      const retryMs = 1_000 + Math.floor(options.random() * 1_000);
      const reset = options.reset ? 'event: reset\ndata: {}\n\n' : '';
      controller.enqueue(encoder.encode(`retry: ${retryMs}\n\n${reset}`));
    },
    pull: async (controller) => {
      next ??= events.next();
      const beat = Promise.withResolvers<'beat'>();
      const timer = setTimeout(() => beat.resolve('beat'), heartbeatMs);
      try {
        const result = await Promise.race([next, beat.promise]);
        if (result === 'beat') return controller.enqueue(encoder.encode(': beat\n\n'));
        next = undefined;
        if (result.done === true) {
          controller.enqueue(encoder.encode(`event: end\ndata: {"lastSeq":${lastSeq}}\n\n`));
          return controller.close();
        }
        lastSeq = result.value.seq;
        controller.enqueue(encoder.encode(frame(result.value)));
      } catch {
        // The store failed or the server is closing: the client reconnects and goes on from its last id.
        controller.close();
      } finally {
        clearTimeout(timer);
      }
    },
    cancel: async () => {
      abort.abort(new Error('The client went away.'));
      // A client that was slower than the log left the generator at a `yield`, where no signal reaches it.
      await events.return();
    },
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}
