import type { OperationView } from '@orchard-studio/core';

const bytes = (text: string): Uint8Array => Buffer.from(text);

/** Keeps an idle connection open. */
export const BEAT = bytes(': beat\n\n');

/** The client's cursor lies beyond the log: what it has is not of this log, and all of it follows. */
export const RESET = bytes('event: reset\ndata: {}\n\n');

/** The operation has ended and everything was delivered. */
export const endFrame = (lastSeq: number): Uint8Array =>
  bytes(`event: end\ndata: {"lastSeq":${lastSeq}}\n\n`);

/** How long a browser waits before it comes back. Spread, so that all do not come at once. */
export const retryFrame = (random: () => number): Uint8Array =>
  bytes(`retry: ${1_000 + Math.floor(random() * 1_000)}\n\n`);

/** An operation as it stands: what all its events up to `lastSeq` add up to. */
export const snapshotFrame = (operation: OperationView): Uint8Array =>
  bytes(`id: ${operation.lastSeq}\ndata: ${JSON.stringify({ type: 'snapshot', operation })}\n\n`);
