import { randomUUID } from 'node:crypto';
import { mkdir, readdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { OrchardError } from '@orchard-studio/core';
import { openGit } from './git-client.ts';
import { isCommitName } from './names.ts';
import { findRepository, type RepositoryContext } from './repository.ts';
import { writeTree } from './write-tree.ts';

export interface ExportRequest {
  readonly projectId: string;
  readonly commit: string;
  readonly directory: string;
  readonly signal?: AbortSignal;
}

const missing = (request: ExportRequest): OrchardError =>
  new OrchardError('NOT_FOUND', `The repository has no commit "${request.commit.slice(0, 64)}".`);

/** True when the folder was made by this call. */
async function prepare(directory: string): Promise<boolean> {
  const made = await mkdir(directory, { recursive: true });
  if ((await readdir(directory)).length === 0) return made !== undefined;
  throw new OrchardError('INVALID_INPUT', 'The directory to export into must be empty or absent.');
}

/** Writes the files of a commit into a folder, without git's own. */
export async function exportCommit(context: RepositoryContext, request: ExportRequest): Promise<void> {
  const gitDirectory = await findRepository(context, request.projectId);
  if (gitDirectory === undefined || !isCommitName(request.commit)) throw missing(request);
  const { signal } = request;
  const query = openGit(context.settings, { folder: gitDirectory, place: { gitDirectory }, signal });
  const found = await query('rev-list', '--no-walk', '--ignore-missing', request.commit);
  if (found !== request.commit) throw missing(request);

  const made = await prepare(request.directory);
  const workTree = await realpath(request.directory);
  const indexFile = join(context.worktrees, `index-${randomUUID()}`);
  const git = openGit(context.settings, {
    folder: workTree,
    place: { gitDirectory, workTree, indexFile },
    signal,
  });
  try {
    await writeTree(git, request.commit);
  } catch (error) {
    if (made) await rm(request.directory, { recursive: true, force: true });
    throw error;
  } finally {
    await rm(indexFile, { force: true });
  }
}
