import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { type BlobStore, type Clock, OrchardError, systemClock } from '@orchard-studio/core';
import { BlobFolder } from './blob-folder.ts';
import { isMissing, unavailable } from './file-errors.ts';

export interface FileBlobStoreOptions {
  /** The folder of the blobs; made with the first one. Nothing else may write there. */
  readonly directory: string;
  /** Tells when bytes were put. Default: the system's clock. */
  readonly clock?: Clock;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

class FileBlobStore implements BlobStore {
  readonly specVersion = 'v1';
  readonly #folder: BlobFolder;

  constructor({ directory, clock = systemClock }: FileBlobStoreOptions) {
    this.#folder = new BlobFolder(directory, clock);
  }

  async put(request: { readonly bytes: Uint8Array }): Promise<{ readonly hash: string }> {
    // Taken down before the first wait: what the caller does with its bytes later changes nothing.
    const bytes = Uint8Array.from(request.bytes);
    const hash = sha256(bytes);
    return this.#guarded(async () => {
      // Also when there is a file already: this mends a damaged one, and says that it is wanted.
      await this.#folder.write(hash, bytes);
      return { hash };
    });
  }

  async get({ hash }: { readonly hash: string }): Promise<Uint8Array | undefined> {
    const path = this.#folder.pathOf(hash);
    if (path === undefined) return undefined;
    const bytes = await this.#found(() => readFile(path));
    if (bytes === undefined || sha256(bytes) === hash) return bytes && new Uint8Array(bytes);
    throw new OrchardError(
      'STORAGE_CORRUPT',
      `The file ${path} is damaged: its content does not have the hash that is its name. Restore it from a backup.`,
      { details: { hash } },
    );
  }

  async size({ hash }: { readonly hash: string }): Promise<number | undefined> {
    const path = this.#folder.pathOf(hash);
    return path === undefined ? undefined : (await this.#found(() => stat(path)))?.size;
  }

  async delete(request: { readonly hash: string; readonly putBefore?: string }): Promise<boolean> {
    const { hash, putBefore } = request;
    const before = putBefore === undefined ? Number.POSITIVE_INFINITY : Date.parse(putBefore);
    return this.#guarded(() => this.#folder.remove(hash, before));
  }

  async #found<T>(read: () => Promise<T>): Promise<T | undefined> {
    return this.#guarded(async () => {
      try {
        return await read();
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    });
  }

  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw unavailable(this.#folder.directory, error);
    }
  }
}

/**
 * Blobs as files: `ab/cdef…` below a folder, by their SHA-256. A file appears whole or not at all, is on the disk when
 * `put` resolves, can be read by its owner only, and is checked whenever it is read. Several processes may share it.
 *
 * @example
 * const blobs = createFileBlobStore({ directory: '.orchard/blobs' });
 * const { hash } = await blobs.put({ bytes });
 */
export function createFileBlobStore(options: FileBlobStoreOptions): BlobStore {
  return new FileBlobStore(options);
}
