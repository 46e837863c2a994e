import { sha256Hex } from '../hash.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import { type Clock, systemClock } from '../ports/clock.ts';

/** Blobs in this process's memory. */
export class MemoryBlobStore implements BlobStore {
  readonly specVersion = 'v1';
  readonly #blobs = new Map<string, { readonly bytes: Uint8Array; readonly putAt: number }>();
  readonly #clock: Clock;

  /** @param clock tells when bytes were put; the system's by default */
  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  async put({ bytes }: { readonly bytes: Uint8Array }): Promise<{ readonly hash: string }> {
    const copy = Uint8Array.from(bytes);
    const hash = sha256Hex(copy);
    this.#blobs.set(hash, { bytes: copy, putAt: this.#clock.now().getTime() });
    return { hash };
  }

  async get({ hash }: { readonly hash: string }): Promise<Uint8Array | undefined> {
    const blob = this.#blobs.get(hash);
    return blob && Uint8Array.from(blob.bytes);
  }

  async size({ hash }: { readonly hash: string }): Promise<number | undefined> {
    return this.#blobs.get(hash)?.bytes.byteLength;
  }

  async delete(request: { readonly hash: string; readonly putBefore?: string }): Promise<boolean> {
    const { hash, putBefore } = request;
    const putAt = this.#blobs.get(hash)?.putAt;
    if (putAt !== undefined && putBefore !== undefined && putAt >= Date.parse(putBefore)) return false;
    this.#blobs.delete(hash);
    return true;
  }
}
