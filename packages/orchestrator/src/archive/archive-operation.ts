import type { BlobStore, EndedOperation, OperationStore } from '@orchard-studio/core';
import { pack, SEGMENT_PAGE, segmentOf } from './segment.ts';

export interface ArchiveEnvironment {
  readonly store: OperationStore;
  readonly blobs: BlobStore;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Moves the log of an ended operation, all but its last event, into the BlobStore: segment by segment, each put first and
 * then, in one transaction, noted and deleted from the ledger. Killed in between it leaves what was done; the next call
 * goes on from there. Of several at once, one moves each segment.
 *
 * @returns how many events it has moved
 */
export async function archiveOperation(ended: EndedOperation, env: ArchiveEnvironment): Promise<number> {
  const { store, blobs, signal } = env;
  const { operationId, lastSeq } = ended;
  let after = ended.archivedTo;
  while (after < lastSeq - 1 && signal?.aborted !== true) {
    const limit = Math.min(SEGMENT_PAGE, lastSeq - 1 - after);
    const segment = segmentOf(await store.listEvents({ operationId, after, limit }));
    // Somebody else archives it, or has deleted it.
    if (segment?.firstSeq !== after + 1) break;
    const { firstSeq } = segment;
    const { hash } = await blobs.put({ bytes: await pack(segment.text) });
    const archived = { firstSeq, lastSeq: segment.lastSeq, blob: hash };
    if (!(await store.archiveEvents({ operationId, archived }))) break;
    after = segment.lastSeq;
  }
  return after - ended.archivedTo;
}
