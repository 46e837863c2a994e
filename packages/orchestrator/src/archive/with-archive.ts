import {
  type BlobStore,
  type OperationEvent,
  type OperationStore,
  OrchardError,
  overrideOperationStore,
} from '@orchard-studio/core';
import { SegmentCache } from './segment-cache.ts';

/** Events of a page unless told; the port's. */
const PAGE = 1_000;

type EventPage = Parameters<OperationStore['listEvents']>[0];

/** Reads logs of which a beginning is archived as if it were not. */
class WholeLogs {
  readonly #store: OperationStore;
  readonly #segments: SegmentCache;

  constructor(store: OperationStore, blobs: BlobStore) {
    this.#store = store;
    this.#segments = new SegmentCache(blobs);
  }

  async page(request: EventPage): Promise<readonly OperationEvent[]> {
    const rows = await this.#store.listEvents(request);
    const from = Math.max(request.after, 0) + 1;
    // The last event is never archived: when there is nothing, there is nothing. So readers of logs that are not
    // archived, live ones above all, ask no more than before.
    if (rows[0] === undefined || rows[0].seq === from) return rows;
    const { operationId, limit = PAGE } = request;
    try {
      const archived = await this.#archived({ operationId, after: from - 1, limit });
      const last = archived.at(-1)?.seq ?? from - 1;
      const whole = [...archived, ...rows.filter(({ seq }) => seq > last)].slice(0, limit);
      if (whole[0]?.seq === from) return whole;
    } catch (error) {
      if (await this.#isThere(request)) throw error;
    }
    // It was deleted meanwhile.
    if (!(await this.#isThere(request))) return [];
    throw new OrchardError('STORAGE_CORRUPT', `Event ${from} of operation "${operationId}" is missing.`);
  }

  async #archived({ operationId, after, limit }: Required<EventPage>): Promise<readonly OperationEvent[]> {
    const events: OperationEvent[] = [];
    for (const segment of await this.#store.listArchives({ operationId })) {
      if (segment.lastSeq <= after) continue;
      if (events.length >= limit) break;
      events.push(...(await this.#segments.read(segment, after + 1, limit - events.length)));
    }
    return events;
  }

  async #isThere({ operationId }: EventPage): Promise<boolean> {
    return (await this.#store.peek({ operationId })) !== undefined;
  }
}

/**
 * The store with whole logs: events that were archived are read from the BlobStore, under the numbers they had.
 * Everything else is the store's. Streams, cursors and `foldEvents` need not know of archives.
 *
 * @example
 * const operations = withArchive(storage.operations, blobs);
 */
export function withArchive(store: OperationStore, blobs: BlobStore): OperationStore {
  const logs = new WholeLogs(store, blobs);
  return overrideOperationStore(store, { listEvents: (request) => logs.page(request) });
}
