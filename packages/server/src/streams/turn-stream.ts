import {
  type BlueprintId,
  type ChatResponse,
  type Clock,
  type Logger,
  randomIdBody,
  type TurnId,
} from '@orchard-studio/core';
import { problemOf, toPublicError } from '../http/problem.ts';
import type { LiveTurn } from '../turns/live-turn.ts';
import type { Connection } from './connection.ts';
import { retryFrame } from './frames.ts';

const frame = (event: string, data: object, id?: number): Uint8Array =>
  Buffer.from(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

/** Where a stream of a turn begins. */
export interface TurnStreamStart {
  /** The turn, when this process answers it. */
  readonly live: LiveTurn | undefined;
  readonly turnId: TurnId;
  readonly blueprintId: BlueprintId;
  /** Characters of the reply that the client has. */
  readonly after: number;
  /** What a turn that is not answered here came to; undefined while another process answers it. */
  readonly ended: () => Promise<ChatResponse | undefined>;
}

interface TurnStreamEnvironment {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly pollMs: number;
  readonly random: () => number;
}

/**
 * Streams a turn to a client: `turn` names it; `text` events with what is being said, whose ids are the characters said so far, then one
 * `result` with the answer of the chat, or `problem`. A client that comes back gets what it lacks.
 */
export function streamTurn(
  connection: Connection,
  { turnId, blueprintId, live, after, ended }: TurnStreamStart,
  { clock, logger, pollMs, random }: TurnStreamEnvironment,
): void {
  connection.write(retryFrame(random));
  connection.write(frame('turn', { turnId, blueprintId }));
  let told = after;
  const tell = (): void => {
    if (live === undefined || live.text.length <= told || !connection.open) return;
    const delta = live.text.slice(told);
    told = live.text.length;
    connection.write(frame('text', { delta }, told));
  };
  const finish = (response: ChatResponse): void => {
    tell();
    connection.write(frame('result', response));
    connection.end();
  };
  const fail = (error: unknown): void => {
    const errorId = `err_${randomIdBody()}`;
    const told = toPublicError(error, errorId);
    if (told !== error) logger.error({ errorId, turnId, err: error }, 'A turn could not be answered.');
    connection.write(frame('problem', problemOf(told)));
    connection.end();
  };
  if (live !== undefined) {
    const leave = live.listen(tell);
    connection.whenOpen(tell);
    connection.whenClosed(leave);
    tell();
    live.response.then(finish, fail);
    return;
  }
  const gone = new AbortController();
  connection.whenClosed(() => gone.abort());
  const poll = async (): Promise<void> => {
    for (let response = await ended(); ; response = await ended()) {
      if (response !== undefined) return finish(response);
      await clock.sleep(pollMs, gone.signal);
    }
  };
  poll().catch((error: unknown) => {
    if (!connection.closed) fail(error);
  });
}
