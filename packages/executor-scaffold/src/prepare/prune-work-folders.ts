import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { withFolder } from './folder-lock.ts';

/** Sets of packages kept. Each takes some hundred megabytes. */
const KEPT = 3;

/** Removes the work folders that were not used for the longest time. One that is in use stays. */
export async function pruneWorkFolders(builds: string, used: string): Promise<void> {
  const now = new Date();
  await utimes(join(builds, used), now, now);
  const names = (await readdir(builds)).filter((name) => name !== used);
  const dated = await Promise.all(
    names.map(async (name) => ({
      name,
      at: (await stat(join(builds, name)).catch(() => undefined))?.mtimeMs ?? 0,
    })),
  );
  const old = dated.sort((a, b) => b.at - a.at).slice(KEPT - 1);
  for (const { name } of old) {
    const folder = join(builds, name);
    const waiting = new AbortController();
    const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
    // Whoever holds it is building: then it is left alone.
    await withFolder(folder, { signal: waiting.signal, onWait: () => waiting.abort() }, remove).catch(
      () => {},
    );
  }
}
