import type { OperationEvent } from '@orchard-studio/core';

/** Events of one segment at most, and bytes of their JSON, unless a single event has more. */
const MAX_EVENTS = 1_000;
const MAX_BYTES = 1024 * 1024;

/** A stretch of a log as text: one event a line. */
export interface Segment {
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly text: string;
}

/** How many events to ask for to make a segment. */
export const SEGMENT_PAGE = MAX_EVENTS;

/** The longest segment that these events begin with; undefined when there are none. */
export function segmentOf(events: readonly OperationEvent[]): Segment | undefined {
  const lines: string[] = [];
  let size = 0;
  for (const event of events.slice(0, MAX_EVENTS)) {
    const line = `${JSON.stringify(event)}\n`;
    size += line.length;
    if (lines.length > 0 && size > MAX_BYTES) break;
    lines.push(line);
  }
  const [first, last] = [events[0], events[lines.length - 1]];
  if (first === undefined || last === undefined) return undefined;
  return { firstSeq: first.seq, lastSeq: last.seq, text: lines.join('') };
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The text as it is kept: compressed by gzip. */
export async function pack(text: string): Promise<Uint8Array> {
  return bytesOf(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip')));
}

/** @throws TypeError when the bytes are not what `pack` made */
export async function unpack(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new TextDecoder().decode(
    await bytesOf(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))),
  );
}
