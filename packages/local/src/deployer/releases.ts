import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProjectId, Workspace } from '@orchard-studio/core';
import { type BuildSettings, prepareApp } from '@orchard-studio/executor-scaffold';
import { type Layout, releaseFolder } from './layout.ts';

/** Releases kept besides the running one, to go back to. */
const KEPT = 3;
const UNFINISHED = '.unfinished-';

export interface ReleaseRequest {
  readonly workspace: Workspace;
  readonly layout: Layout;
  readonly projectId: ProjectId;
  readonly commit: string;
  readonly nodePath: string;
  readonly builds: BuildSettings;
  /** What a build says. */
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() === true;

/** Writes a release whole before it gets its name, in place of the one that has it. */
export async function writeRelease(request: ReleaseRequest): Promise<void> {
  const { workspace, layout, projectId, commit, nodePath, builds, onLine, signal } = request;
  const folder = releaseFolder(layout, commit);
  await mkdir(layout.releases, { recursive: true });
  const draft = join(layout.releases, `${UNFINISHED}${randomUUID()}`);
  try {
    await workspace.export({ projectId, commit, directory: draft, signal });
    const ready = await prepareApp({ ...builds, folder: draft, nodePath, onLine, signal });
    await rm(folder, { recursive: true, force: true });
    await rename(ready, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** The folder of a release. */
export async function prepareRelease(request: ReleaseRequest): Promise<string> {
  const folder = releaseFolder(request.layout, request.commit);
  if (!(await isFolder(folder))) await writeRelease(request);
  const now = new Date();
  // The order of use decides what is kept.
  await utimes(folder, now, now);
  return folder;
}

/** Removes all but the latest releases, and what a killed process left half-written. */
export async function pruneReleases(layout: Layout, running: string | null): Promise<void> {
  const names = await readdir(layout.releases).catch(() => []);
  const dated = await Promise.all(
    names.map(async (name) => {
      const found = await stat(join(layout.releases, name)).catch(() => undefined);
      return { name, usedAt: name.startsWith(UNFINISHED) ? 0 : (found?.mtimeMs ?? 0) };
    }),
  );
  const old = dated
    .filter(({ name }) => name !== running)
    .sort((a, b) => b.usedAt - a.usedAt)
    .filter(({ usedAt }, at) => usedAt === 0 || at >= KEPT - 1);
  await Promise.all(old.map(({ name }) => rm(join(layout.releases, name), { recursive: true, force: true })));
}
