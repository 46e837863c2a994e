import { readdir, rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type RepositoryContext, UNFINISHED } from './repository.ts';

/** Names git gives to files that it renames once they are complete. No branch ends so; it may begin with `tmp_`. */
const LOCK = /\.lock$/;
const HALF_WRITTEN = /^(?:tmp_|\.tmp-)/;

async function removeAll(folder: string, isStale: (name: string) => boolean): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const stale = names.filter(isStale);
  await Promise.all(stale.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

/** Lock files and half-written objects of a git command that was killed. What is complete is not touched. */
async function unlock(repository: string): Promise<void> {
  const entries = await readdir(repository, { recursive: true, withFileTypes: true });
  const objects = join(repository, 'objects');
  const stale = entries.filter(
    ({ name, parentPath }) =>
      LOCK.test(name) || (HALF_WRITTEN.test(name) && `${parentPath}${sep}`.startsWith(`${objects}${sep}`)),
  );
  await Promise.all(
    stale.map((entry) => rm(join(entry.parentPath, entry.name), { recursive: true, force: true })),
  );
}

/** Removes what killed processes left behind. Only for the one host that owns the folders, before it uses them. */
export async function cleanUp(context: RepositoryContext): Promise<void> {
  await removeAll(context.worktrees, (name) => /^(?:prj_|index-)/.test(name));
  await removeAll(context.repositories, (name) => name.includes(UNFINISHED));
  const names = await readdir(context.repositories).catch(() => []);
  const repositories = names.filter((name) => name.endsWith('.git'));
  await Promise.all(repositories.map((name) => unlock(join(context.repositories, name))));
}
