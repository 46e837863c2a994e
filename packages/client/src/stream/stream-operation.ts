import { type OperationEvent, operationEventSchema } from '@orchard-studio/core';
import type { EventSourceMessage } from 'eventsource-parser';
import type { Transport } from '../http/transport.ts';
import { parseMessage } from './parse-message.ts';
import { type Ending, reconnecting, type StreamTiming } from './reconnecting.ts';
import type { StreamState } from './stream-state.ts';

export interface StreamRequest {
  readonly transport: Transport;
  readonly timing: StreamTiming;
  readonly operationId: string;
  readonly after: number;
  readonly signal: AbortSignal | undefined;
  readonly onState: ((state: StreamState) => void) | undefined;
}

/** The events of one operation, each once and in order, over as many connections as it takes. */
export function streamOperation(request: StreamRequest): AsyncGenerator<OperationEvent, void, undefined> {
  const { transport, timing, operationId, signal, onState } = request;
  let cursor = request.after;
  async function* read(
    messages: AsyncIterable<EventSourceMessage>,
  ): AsyncGenerator<OperationEvent, Ending, undefined> {
    for await (const message of messages) {
      if (message.event === 'end') return 'ended';
      if (message.event === 'reset') continue;
      const event = parseMessage(operationEventSchema, message.data);
      if (event.seq <= cursor) continue;
      // Something is missing in between: ask again from the last event that is known.
      if (event.seq > cursor + 1) return 'lost';
      cursor = event.seq;
      yield event;
    }
    return 'lost';
  }
  const open = (): Promise<Response> =>
    transport.send({
      path: ['operations', operationId, 'stream'],
      query: { after: cursor },
      headers: { accept: 'text/event-stream' },
      signal,
    });
  return reconnecting({ timing, signal, onState, open, read });
}
