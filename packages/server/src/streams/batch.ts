import type { OperationEvent } from '@orchard-studio/core';

/** Some events of one operation, encoded once for everybody who gets them. */
export interface Batch {
  /** `seq` of its first event. */
  readonly from: number;
  /** `seq` of its last event. */
  readonly to: number;
  readonly bytes: Uint8Array;
}

/** A batch does not grow beyond this, so that what a slow client holds is little. */
const MAX_BYTES = 64 * 1024;
const NEWLINE = 10;

/** JSON never holds a raw line break, so one `data:` line carries any event whole. */
const frameOf = (event: OperationEvent): string => `id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`;

/** Encodes events that follow each other. */
export function encodeBatches(events: readonly OperationEvent[]): readonly Batch[] {
  const batches: Batch[] = [];
  let [text, from, to] = ['', 0, 0];
  const close = (): void => {
    if (text !== '') batches.push({ from, to, bytes: Buffer.from(text) });
    text = '';
  };
  for (const event of events) {
    if (text === '') from = event.seq;
    text += frameOf(event);
    to = event.seq;
    if (text.length >= MAX_BYTES) close();
  }
  close();
  return batches;
}

/** The bytes of a batch after one of its events. Frames end with an empty line, and hold no other. */
export function bytesAfter(batch: Batch, seq: number): Uint8Array {
  if (seq < batch.from) return batch.bytes;
  let at = 0;
  for (let skip = seq - batch.from + 1; skip > 0; skip -= 1) {
    while (batch.bytes[at] !== NEWLINE || batch.bytes[at + 1] !== NEWLINE) at += 1;
    at += 2;
  }
  return batch.bytes.subarray(at);
}
