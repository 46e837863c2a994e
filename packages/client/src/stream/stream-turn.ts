import { type ChatResponse, chatResponseSchema, OrchardError, problemSchema } from '@orchard-studio/core';
import type { EventSourceMessage } from 'eventsource-parser';
import { z } from 'zod';
import { errorOfProblem } from '../http/problem.ts';
import type { Transport } from '../http/transport.ts';
import { parseMessage } from './parse-message.ts';
import { type Ending, reconnecting, type StreamTiming } from './reconnecting.ts';

const turnSchema = z.object({ turnId: z.string(), blueprintId: z.string() });
const textSchema = z.object({ delta: z.string() });

/** Names a turn of a conversation. */
export interface TurnAddress {
  readonly projectId: string;
  readonly blueprintId: string;
  readonly turnId: string;
}

export interface TurnRequest {
  readonly transport: Transport;
  readonly timing: StreamTiming;
  readonly projectId: string;
  readonly signal: AbortSignal | undefined;
  /** Sends the message and asks for a stream. It is called once: a message is never sent again by itself. */
  readonly send: () => Promise<Response>;
  readonly onTurn: ((turn: TurnAddress) => void) | undefined;
  readonly onText: ((delta: string) => void) | undefined;
}

/** Takes what one connection brings, and remembers where to go on. */
class TurnReader {
  readonly #request: TurnRequest;
  #turn: TurnAddress | undefined;
  #after = 0;

  constructor(request: TurnRequest) {
    this.#request = request;
  }

  async *read(messages: AsyncIterable<EventSourceMessage>): AsyncGenerator<ChatResponse, Ending, undefined> {
    for await (const { event, data, id } of messages) {
      if (event === 'turn') this.#begin(data);
      else if (event === 'text') this.#say(data, Number(id));
      else if (event === 'problem') {
        throw errorOfProblem(parseMessage(problemSchema, data));
      } else if (event === 'result') {
        yield parseMessage(chatResponseSchema, data);
        return 'ended';
      }
    }
    return 'lost';
  }

  /** The turn where the last connection broke off. */
  reopen(): Promise<Response> {
    const { transport, signal } = this.#request;
    if (this.#turn === undefined)
      throw new OrchardError('UNREACHABLE', 'The connection was lost before the server took the message.', {
        retryable: false,
      });
    const { projectId, blueprintId, turnId } = this.#turn;
    return transport.send({
      path: ['projects', projectId, 'blueprints', blueprintId, 'turns', turnId, 'stream'],
      headers: { accept: 'text/event-stream', 'last-event-id': String(this.#after) },
      signal,
    });
  }

  #begin(data: string): void {
    const first = this.#turn === undefined;
    this.#turn = { projectId: this.#request.projectId, ...parseMessage(turnSchema, data) };
    if (first) this.#request.onTurn?.(this.#turn);
  }

  #say(data: string, after: number): void {
    const { delta } = parseMessage(textSchema, data);
    if (after <= this.#after) return;
    this.#after = after;
    this.#request.onText?.(delta);
  }
}

/**
 * Sends a message and listens to the reply as it is said, over as many connections as it takes.
 *
 * @throws what the server answers; UNREACHABLE when the connection is lost before it took the message; CANCELLED
 */
export async function streamTurn(request: TurnRequest): Promise<ChatResponse> {
  const { transport: _, timing, signal, send } = request;
  const reader = new TurnReader(request);
  let first: Response | undefined = await send();
  // A server that does not stream answers at once.
  if (!/\btext\/event-stream\b/.test(first.headers.get('content-type') ?? ''))
    return parseMessage(chatResponseSchema, await first.text());
  const open = async (): Promise<Response> => {
    const response = first ?? (await reader.reopen());
    first = undefined;
    return response;
  };
  const read = (messages: AsyncIterable<EventSourceMessage>) => reader.read(messages);
  for await (const answer of reconnecting({ timing, signal, onState: undefined, open, read })) return answer;
  if (signal?.aborted === true) throw new OrchardError('CANCELLED', 'The call was cancelled.');
  throw new OrchardError('INTERNAL', 'The turn ended without an answer.');
}
