import { type BlobStore, OrchardError, sha256Hex } from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import type { BlobStoreHarness } from '../kits/blob-store-kit.ts';
import type { BrokenAdapter } from './broken-adapter.ts';

/** A good store whose bytes can be damaged, with some methods of its own. */
function harness(change: (blobs: BlobStore) => Partial<BlobStore>): BlobStoreHarness {
  const { blobs } = createMemoryStorage();
  const damaged = new Set<string>();
  const good: BlobStore = {
    specVersion: 'v1',
    put: async (request) => {
      const put = await blobs.put(request);
      damaged.delete(put.hash);
      return put;
    },
    get: async ({ hash }) => {
      if (!damaged.has(hash)) return blobs.get({ hash });
      throw new OrchardError('STORAGE_CORRUPT', 'These are other bytes.');
    },
    size: (request) => blobs.size(request),
    delete: (request) => blobs.delete(request),
  };
  return {
    blobs: { ...good, ...change(good) },
    damage: async (hash) => void damaged.add(hash),
  };
}

/** Gives whatever is there. */
const trustsTheDisk = (): BlobStoreHarness =>
  harness((blobs) => ({
    get: async (request) => {
      try {
        return await blobs.get(request);
      } catch {
        return new Uint8Array([1]);
      }
    },
  }));

/** What is there already need not be looked at. */
function neverRepairs(): BlobStoreHarness {
  const known = new Set<string>();
  return harness((blobs) => ({
    put: async ({ bytes }) => {
      const hash = sha256Hex(bytes);
      if (known.has(hash) && (await blobs.size({ hash })) !== undefined) return { hash };
      known.add(hash);
      return blobs.put({ bytes });
    },
  }));
}

/** Makes a name of any text. */
const tidiesHashes = (): BlobStoreHarness =>
  harness((blobs) => ({
    get: ({ hash }) => blobs.get({ hash: hash.replaceAll(/[^0-9a-f]/gi, '').toLowerCase() }),
  }));

/** Deletes what somebody is about to refer to. */
const deletesAtOnce = (): BlobStoreHarness =>
  harness((blobs) => ({ delete: ({ hash }) => blobs.delete({ hash }) }));

/** Names bytes by what they are when it gets round to it. */
const hashesLate = (): BlobStoreHarness =>
  harness((blobs) => ({
    put: async (request) => {
      await Promise.resolve();
      return blobs.put(request);
    },
  }));

/** Counts characters. */
const countsCharacters = (): BlobStoreHarness =>
  harness((blobs) => ({
    size: async (request) => {
      const bytes = await blobs.get(request).catch(() => undefined);
      return bytes && new TextDecoder().decode(bytes).length;
    },
  }));

/** Counts puts and waits for as many deletions. */
function countsUsers(): BlobStoreHarness {
  const puts = new Map<string, number>();
  return harness((blobs) => ({
    put: async (request) => {
      const put = await blobs.put(request);
      puts.set(put.hash, (puts.get(put.hash) ?? 0) + 1);
      return put;
    },
    delete: async (request) => {
      const left = (puts.get(request.hash) ?? 1) - 1;
      if (left > 0 && request.putBefore === undefined) puts.set(request.hash, left);
      return left > 0 && request.putBefore === undefined ? false : blobs.delete(request);
    },
  }));
}

/** Blob stores that the kit must refuse. */
export const brokenBlobStores: readonly BrokenAdapter<BlobStoreHarness>[] = [
  { fault: 'gives damaged bytes', caughtBy: ['damaged'], make: trustsTheDisk },
  { fault: 'never repairs', caughtBy: ['damaged'], make: neverRepairs },
  { fault: 'makes hashes of other texts', caughtBy: ['hostile-hash'], make: tidiesHashes },
  { fault: 'deletes what was just put', caughtBy: ['delete-put-again'], make: deletesAtOnce },
  { fault: 'hashes late', caughtBy: ['immutable'], make: hashesLate },
  { fault: 'counts characters', caughtBy: ['round-trip'], make: countsCharacters },
  { fault: 'counts users', caughtBy: ['idempotent'], make: countsUsers },
];
