import type { Git } from './git-client.ts';

/** Fills the index and the (empty) working tree that `git` works on with the files of a commit. */
export async function writeTree(git: Git, commit: string): Promise<void> {
  await git('read-tree', '--reset', '-u', commit);
}
