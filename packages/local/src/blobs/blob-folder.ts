import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { blobHashSchema, type Clock } from '@orchard-studio/core';
import { isMissing, isTaken } from './file-errors.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const OWNER_ONLY = { file: 0o600, folder: 0o700 };

/** Makes what was entered into a folder last over a power cut. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** The files of blobs. Only a hash becomes a path. */
export class BlobFolder {
  readonly directory: string;
  readonly #clock: Clock;
  /** Files on their way in and out. */
  readonly #passing: string;
  #tidied: Promise<void> | undefined;

  constructor(directory: string, clock: Clock) {
    this.directory = directory;
    this.#clock = clock;
    this.#passing = join(directory, 'tmp');
  }

  /** Undefined for a text that is no hash. */
  pathOf(hash: string): string | undefined {
    if (!blobHashSchema.safeParse(hash).success) return undefined;
    return join(this.directory, hash.slice(0, 2), hash.slice(2));
  }

  /** Writes a file of its own, which then takes the place of what was there. */
  async write(hash: string, bytes: Uint8Array): Promise<void> {
    const path = this.pathOf(hash);
    if (path === undefined) return;
    this.#tidied ??= this.#tidy();
    await this.#tidied.catch((error: unknown) => {
      this.#tidied = undefined;
      throw error;
    });
    const passing = this.#passingPath();
    try {
      await this.#writeWhole(passing, bytes);
      const made = await mkdir(dirname(path), { recursive: true, mode: OWNER_ONLY.folder });
      await rename(passing, path);
      await syncFolder(dirname(path));
      if (made !== undefined) await syncFolder(this.directory);
    } catch (error) {
      await rm(passing, { force: true });
      throw error;
    }
  }

  /** Removes a file that was written before an instant, in milliseconds since 1970. @returns whether it is gone */
  async remove(hash: string, before: number): Promise<boolean> {
    const path = this.pathOf(hash);
    if (path === undefined) return true;
    try {
      return await this.#moveOut(path, before);
    } catch (error) {
      // It is not there, or somebody else was faster.
      if (isMissing(error)) return true;
      throw error;
    }
  }

  async #moveOut(path: string, before: number): Promise<boolean> {
    if ((await stat(path)).mtimeMs >= before) return false;
    await mkdir(this.#passing, { recursive: true, mode: OWNER_ONLY.folder });
    const passing = this.#passingPath();
    await rename(path, passing);
    // Written again since it was looked at: then it goes back, unless there is a newer one by now.
    const wanted = (await stat(passing)).mtimeMs >= before;
    if (wanted) await link(passing, path).catch(unlessTaken);
    await rm(passing, { force: true });
    return !wanted;
  }

  async #writeWhole(path: string, bytes: Uint8Array): Promise<void> {
    const file = await open(path, 'wx', OWNER_ONLY.file);
    try {
      await file.writeFile(bytes);
      const now = this.#clock.now();
      await file.utimes(now, now);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  #passingPath(): string {
    return join(this.#passing, randomUUID());
  }

  /** Removes what killed processes left on its way. Younger files may be those of living ones. */
  async #tidy(): Promise<void> {
    await mkdir(this.#passing, { recursive: true, mode: OWNER_ONLY.folder });
    const old = Date.now() - DAY_MS;
    for (const name of await readdir(this.#passing)) {
      const path = join(this.#passing, name);
      const { ctimeMs } = await stat(path).catch(() => ({ ctimeMs: Number.POSITIVE_INFINITY }));
      if (ctimeMs < old) await rm(path, { force: true });
    }
  }
}

function unlessTaken(error: unknown): void {
  if (!isTaken(error)) throw error;
}
