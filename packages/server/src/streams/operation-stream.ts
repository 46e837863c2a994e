import type { OperationId, OperationView } from '@orchard-studio/core';
import type { Connection } from './connection.ts';
import { Follower } from './follower.ts';
import { endFrame, RESET, retryFrame, snapshotFrame } from './frames.ts';
import type { Tails } from './tails.ts';

/** Where a stream of one operation begins. */
export interface OperationStreamStart {
  readonly operationId: OperationId;
  /** `seq` of the last event in the log, as it was just read. */
  readonly lastSeq: number;
  /** The client's cursor. One beyond the log is of another log: everything is sent. */
  readonly after: number;
  /** Sent first, instead of the events it adds up. */
  readonly snapshot?: OperationView;
}

/** Streams one operation's log to a client, until the operation has ended or the client goes away. */
export function streamOperation(
  connection: Connection,
  start: OperationStreamStart,
  { tails, random }: { readonly tails: Tails; readonly random: () => number },
): void {
  const { operationId, lastSeq, after, snapshot } = start;
  connection.write(retryFrame(random));
  const reset = after > lastSeq;
  if (reset) connection.write(RESET);
  if (snapshot !== undefined) connection.write(snapshotFrame(snapshot));
  const follower = new Follower({
    connection,
    cursor: snapshot?.lastSeq ?? (reset ? 0 : after),
    onEnd: (cursor) => {
      connection.write(endFrame(cursor));
      connection.end();
    },
  });
  const tail = tails.follow(operationId, lastSeq, follower);
  connection.whenOpen(() => follower.onMore());
  connection.whenClosed(() => tails.leave(tail, follower));
  follower.follow(tail);
}
