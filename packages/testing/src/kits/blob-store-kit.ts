import { type BlobStore, sha256Hex } from '@orchard-studio/core';
import { present, refused, same } from '../kit/expect.ts';
import type { Kit, KitCase } from '../kit/kit.ts';
import { HOSTILE_TEXTS } from '../records/hostile-texts.ts';
import { createRecords } from '../records/records.ts';

/** A blob store, and how its bytes can be damaged behind its back. */
export interface BlobStoreHarness {
  readonly blobs: BlobStore;
  /**
   * Changes what is kept under a hash, as a failing disk would. Left out by stores whose bytes nothing else can reach.
   */
  readonly damage?: (hash: string) => Promise<void>;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
/** Bytes that no other case puts. */
const fresh = (): Uint8Array => utf8(`content of ${createRecords().tenantId}`);
/** Texts that are no hashes; some lead elsewhere when they are taken for names of files. */
const NO_HASHES: readonly string[] = [
  ...HOSTILE_TEXTS,
  ...['', '.', '..', '../..', '/etc/passwd', '..%2f..%2fetc', 'a', 'ab', 'ab/cd', `${'a'.repeat(63)}/`],
  ...[`../${'a'.repeat(61)}`, 'A'.repeat(64), 'g'.repeat(64), `${'a'.repeat(64)}\n`, `${'a'.repeat(64)}\0`],
  ...['a'.repeat(65), `aa/../aa${'a'.repeat(56)}`, '__proto__', 'constructor'],
];

const cases: readonly KitCase<BlobStoreHarness>[] = [
  {
    id: 'round-trip',
    title: 'gives bytes back by their SHA-256',
    run: async ({ blobs }) => {
      const binary = Uint8Array.from({ length: 300_000 }, (_, at) => (at * 31) % 256);
      const all = [fresh(), binary, utf8('grün €'.repeat(100)), new Uint8Array()];
      for (const bytes of all) {
        const { hash } = await blobs.put({ bytes });
        same(hash, sha256Hex(bytes), 'The hash');
        same([...present(await blobs.get({ hash }), 'The blob')], [...bytes], 'The bytes');
        same(await blobs.size({ hash }), bytes.byteLength, 'The size');
      }
    },
  },
  {
    id: 'idempotent',
    title: 'keeps the same bytes once, however often and however many put them at once',
    run: async ({ blobs }) => {
      const bytes = fresh();
      const hashes = await Promise.all(Array.from({ length: 8 }, () => blobs.put({ bytes })));
      same(new Set(hashes.map(({ hash }) => hash)).size, 1, 'How many hashes there are');
      const { hash } = await blobs.put({ bytes });
      same(present(await blobs.get({ hash }), 'The blob').byteLength, bytes.byteLength, 'The size');
      same(await blobs.delete({ hash }), true, 'The answer');
      same(await blobs.get({ hash }), undefined, 'The blob after one deletion');
    },
  },
  {
    id: 'unknown',
    title: 'has nothing under a hash that was not put',
    run: async ({ blobs }) => {
      const hash = sha256Hex(fresh());
      same(await blobs.get({ hash }), undefined, 'The blob');
      same(await blobs.size({ hash }), undefined, 'The size');
      same(await blobs.delete({ hash }), true, 'Whether it is gone');
    },
  },
  {
    id: 'hostile-hash',
    title: 'finds nothing, and deletes nothing, under a text that is no hash',
    run: async ({ blobs }) => {
      const kept = await blobs.put({ bytes: fresh() });
      for (const hash of [...NO_HASHES, kept.hash.toUpperCase(), `${kept.hash} `, `./${kept.hash}`]) {
        const name = JSON.stringify(hash);
        same(await blobs.get({ hash }), undefined, `The blob ${name}`);
        same(await blobs.size({ hash }), undefined, `The size of ${name}`);
        await blobs.delete({ hash });
      }
      present(await blobs.get(kept), 'The blob that was put');
    },
  },
  {
    id: 'delete-put-again',
    title: 'keeps what was put, or put again, since an instant',
    run: async ({ blobs }) => {
      const bytes = fresh();
      const { hash } = await blobs.put({ bytes });
      same(await blobs.delete({ hash, putBefore: '2001-01-01T00:00:00.000Z' }), false, 'The answer');
      same(await blobs.size({ hash }), bytes.byteLength, 'The size');
      same(await blobs.delete({ hash, putBefore: '9999-01-01T00:00:00.000Z' }), true, 'The second answer');
      same(await blobs.get({ hash }), undefined, 'The blob');
      await blobs.put({ bytes });
      same(await blobs.size({ hash }), bytes.byteLength, 'The size when it was put again');
    },
  },
  {
    id: 'immutable',
    title: 'keeps its bytes apart from those that callers hold',
    run: async ({ blobs }) => {
      const bytes = fresh();
      const original = [...bytes];
      const putting = blobs.put({ bytes });
      bytes.fill(0);
      const { hash } = await putting;
      same(hash, sha256Hex(Uint8Array.from(original)), 'The hash');
      present(await blobs.get({ hash }), 'The blob').fill(1);
      same([...present(await blobs.get({ hash }), 'The blob')], original, 'The bytes');
    },
  },
  {
    id: 'damaged',
    title: 'never gives other bytes than were put: damage is an error, and putting them again repairs it',
    run: async ({ blobs, damage }) => {
      if (damage === undefined) return;
      const bytes = fresh();
      const { hash } = await blobs.put({ bytes });
      await damage(hash);
      await refused(blobs.get({ hash }), 'STORAGE_CORRUPT', 'Reading damaged bytes');
      await blobs.put({ bytes });
      same([...present(await blobs.get({ hash }), 'The blob')], [...bytes], 'The bytes when put again');
    },
  },
];

/** What every `BlobStore` must do. The subject may hold other blobs. */
export const blobStoreKit: Kit<BlobStoreHarness> = { port: 'blob-store', cases };
