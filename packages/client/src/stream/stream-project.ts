import {
  type OperationEvent,
  type OperationView,
  operationEventSchema,
  operationViewSchema,
} from '@orchard-studio/core';
import type { EventSourceMessage } from 'eventsource-parser';
import { z } from 'zod';
import type { Transport } from '../http/transport.ts';
import { parseMessage } from './parse-message.ts';
import { type Ending, reconnecting, type StreamTiming } from './reconnecting.ts';
import type { StreamState } from './stream-state.ts';

/** What the stream of a project says: an operation as it stands, or its next event. */
export type ProjectMessage =
  | { readonly type: 'snapshot'; readonly operation: OperationView }
  | { readonly type: 'event'; readonly event: OperationEvent };

export interface ProjectStreamRequest {
  readonly transport: Transport;
  readonly timing: StreamTiming;
  readonly projectId: string;
  readonly signal: AbortSignal | undefined;
  readonly onState: ((state: StreamState) => void) | undefined;
}

const snapshotSchema = z.object({ type: z.literal('snapshot'), operation: operationViewSchema });
const messageSchema = z.union([operationEventSchema, snapshotSchema]);

/** Operations whose place the server is told; an address has an end. Others begin anew with a snapshot. */
const MAX_CURSORS = 100;

/** The places in the logs of a project's operations, those that moved last at the end. */
class Cursors {
  readonly #seqs = new Map<string, number>();

  get(operationId: string): number | undefined {
    return this.#seqs.get(operationId);
  }

  set(operationId: string, seq: number): void {
    this.#seqs.delete(operationId);
    this.#seqs.set(operationId, seq);
  }

  toString(): string {
    return [...this.#seqs]
      .slice(-MAX_CURSORS)
      .map(([operationId, seq]) => `${operationId}:${seq}`)
      .join(',');
  }
}

/**
 * What all operations of a project do, on one connection: each begins with a snapshot, then come its events, each once
 * and in order, over as many connections as it takes. Operations that had ended before are left out until they go on.
 */
export function streamProject(
  request: ProjectStreamRequest,
): AsyncGenerator<ProjectMessage, void, undefined> {
  const { transport, timing, projectId, signal, onState } = request;
  const cursors = new Cursors();
  async function* read(
    messages: AsyncIterable<EventSourceMessage>,
  ): AsyncGenerator<ProjectMessage, Ending, undefined> {
    for await (const { data } of messages) {
      const message = parseMessage(messageSchema, data);
      if (message.type === 'snapshot') {
        cursors.set(message.operation.id, message.operation.lastSeq);
        yield { type: 'snapshot', operation: message.operation };
        continue;
      }
      // An operation of which nothing is known goes on wherever the server begins.
      const cursor = cursors.get(message.operationId) ?? message.seq - 1;
      if (message.seq <= cursor) continue;
      if (message.seq > cursor + 1) return 'lost';
      cursors.set(message.operationId, message.seq);
      yield { type: 'event', event: message };
    }
    return 'lost';
  }
  const open = (): Promise<Response> => {
    const after = cursors.toString();
    return transport.send({
      path: ['projects', projectId, 'stream'],
      query: { after: after === '' ? undefined : after },
      headers: { accept: 'text/event-stream' },
      signal,
    });
  };
  return reconnecting({ timing, signal, onState, open, read });
}
