import { type ArchivedEvents, type BlobStore, type OperationEvent, OrchardError } from '@orchard-studio/core';
import { unpack } from './segment.ts';

/** Segments that are kept at hand: readers go through a log page by page. */
const MOST = 4;

/** Only `archiveOperation` writes these lines, and the blob store has checked them. */
const eventOf = (line: string): OperationEvent => JSON.parse(line);

/** Reads archived events, keeping the segments that were read last. */
export class SegmentCache {
  readonly #blobs: BlobStore;
  readonly #lines = new Map<string, Promise<readonly string[]>>();

  constructor(blobs: BlobStore) {
    this.#blobs = blobs;
  }

  /**
   * Events of a segment from a number on, at most `limit`.
   *
   * @throws STORAGE_CORRUPT when the segment is not there, or is damaged
   */
  async read(segment: ArchivedEvents, from: number, limit: number): Promise<readonly OperationEvent[]> {
    const lines = await this.#linesOf(segment.blob);
    const at = Math.max(from - segment.firstSeq, 0);
    return lines.slice(at, at + limit).map(eventOf);
  }

  #linesOf(hash: string): Promise<readonly string[]> {
    const lines = this.#lines.get(hash) ?? this.#load(hash);
    // Those that were asked for last stand at the end.
    this.#lines.delete(hash);
    this.#lines.set(hash, lines);
    lines.catch(() => this.#lines.delete(hash));
    for (const oldest of this.#lines.keys()) {
      if (this.#lines.size <= MOST) break;
      this.#lines.delete(oldest);
    }
    return lines;
  }

  async #load(hash: string): Promise<readonly string[]> {
    const bytes = await this.#blobs.get({ hash });
    if (bytes === undefined)
      throw new OrchardError('STORAGE_CORRUPT', `Archived events are missing: there is no blob ${hash}.`, {
        details: { hash },
      });
    return (await unpack(Uint8Array.from(bytes))).split('\n').slice(0, -1);
  }
}
