import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const PREFIX = 'orchard-step-';
/** No step runs for longer than 7 days, so a folder of this age belongs to none. */
const ABANDONED_MS = 8 * 24 * 3_600_000;

/** A folder for one attempt. */
export const makeStepFolder = (): Promise<string> => mkdtemp(join(tmpdir(), PREFIX));

/** Removes the folder of an attempt; any other path is left alone, since it may come from a stored checkpoint. */
export async function removeStepFolder(folder: string): Promise<void> {
  if (dirname(folder) !== tmpdir() || !basename(folder).startsWith(PREFIX)) return;
  await rm(folder, { recursive: true, force: true });
}

/** Removes what killed processes left for good: their operations were never taken up again. */
export async function sweepStepFolders(now = Date.now()): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(tmpdir(), name);
    const age = await stat(folder).then(
      ({ mtimeMs }) => now - mtimeMs,
      () => 0,
    );
    // Another user's folder cannot be removed, and need not be.
    if (age > ABANDONED_MS) await removeStepFolder(folder).catch(() => undefined);
  }
}
