import {
  type BlobStore,
  type Clock,
  isOrchardError,
  type OperationStore,
  systemClock,
} from '@orchard-studio/core';
import { archiveOperation } from './archive-operation.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** How long what has ended is kept, and how. */
export interface Retention {
  /** When the log of an ended operation is archived. Default: after 7 days. Without a BlobStore it never is. */
  readonly compactAfterMs?: number;
  /** When an ended operation is deleted, with its log and its artifacts. Default: never. */
  readonly deleteAfterMs?: number;
}

export interface MaintainOptions extends Retention {
  readonly store: OperationStore;
  readonly blobs?: BlobStore | undefined;
  readonly clock?: Clock;
  /** Ends it soon, between two operations. What is done stays done. */
  readonly signal?: AbortSignal | undefined;
}

/** What a run of maintenance did. */
export interface Maintenance {
  /** Operations of whose logs something was archived. */
  readonly compacted: number;
  readonly archivedEvents: number;
  readonly deleted: number;
  readonly deletedBlobs: number;
}

/** So many at a time: each list, and each pause for others, stays short. */
const BATCH = 50;
/** Whoever puts a blob refers to it within this time: so long it is kept even when nobody uses it. */
const BLOB_GRACE_MS = DAY_MS;

const before = (clock: Clock, ms: number): string => new Date(clock.now().getTime() - ms).toISOString();

async function deleteUnusedBlobs(options: MaintainOptions): Promise<number> {
  const { store, blobs, clock = systemClock, signal } = options;
  if (blobs === undefined) return 0;
  const putBefore = before(clock, BLOB_GRACE_MS);
  let [after, count] = ['', 0];
  while (signal?.aborted !== true) {
    const hashes = await store.listUnusedBlobs({ after, limit: BATCH });
    const last = hashes.at(-1);
    if (last === undefined) break;
    const gone: string[] = [];
    for (const hash of hashes) if (await blobs.delete({ hash, putBefore })) gone.push(hash);
    await store.forgetBlobs({ hashes: gone });
    count += gone.length;
    after = last;
  }
  return count;
}

/** Sub-trees come up for deletion once their operation is gone: hence again from the beginning, until nothing is left. */
async function deleteOld(options: MaintainOptions, endedBefore: string): Promise<number> {
  const { store, signal } = options;
  let count = 0;
  while (signal?.aborted !== true) {
    const found = await store.listEndedOperations({ which: 'deletable', endedBefore, limit: BATCH });
    let deleted = 0;
    for (const { operationId } of found)
      if (await store.deleteOperation({ operationId, endedBefore })) deleted += 1;
    count += deleted;
    if (deleted === 0) break;
  }
  return count;
}

async function compactOld(
  options: MaintainOptions,
  blobs: BlobStore,
): Promise<Pick<Maintenance, 'compacted' | 'archivedEvents'>> {
  const { store, clock = systemClock, signal, compactAfterMs = 7 * DAY_MS } = options;
  const endedBefore = before(clock, compactAfterMs);
  let [compacted, archivedEvents] = [0, 0];
  const failures: unknown[] = [];
  while (signal?.aborted !== true) {
    const found = await store.listEndedOperations({ which: 'archivable', endedBefore, limit: BATCH });
    let moved = 0;
    for (const ended of found) {
      if (signal?.aborted) break;
      const events = await archiveOperation(ended, { store, blobs, signal }).catch((error: unknown) => {
        // One that is damaged must not stand in the way of the others.
        if (isOrchardError(error) && error.retryable) throw error;
        failures.push(error);
        return 0;
      });
      if (events > 0) compacted += 1;
      moved += events;
    }
    archivedEvents += moved;
    if (moved === 0) break;
  }
  if (failures.length > 0) throw failures[0];
  return { compacted, archivedEvents };
}

/**
 * Archives and deletes what has ended long ago, once, in small batches. Killed at any instant it leaves nothing half
 * done; run by several processes at once, each does a part. A log that cannot be archived is left; the error is raised when
 * everything else is done.
 *
 * Blobs go in the run after the one that deleted their last operation: somebody may be copying it (a rerun) just now.
 */
export async function maintain(options: MaintainOptions): Promise<Maintenance> {
  const { blobs, clock = systemClock, deleteAfterMs } = options;
  const deletedBlobs = await deleteUnusedBlobs(options);
  const deleted = deleteAfterMs === undefined ? 0 : await deleteOld(options, before(clock, deleteAfterMs));
  const compacted =
    blobs === undefined ? { compacted: 0, archivedEvents: 0 } : await compactOld(options, blobs);
  return { ...compacted, deleted, deletedBlobs };
}
