import { randomUUID } from 'node:crypto';
import { mkdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { OrchardError } from '@orchard-studio/core';
import { type Git, type GitSettings, openGit } from './git-client.ts';
import { repositoryName } from './names.ts';

export interface RepositoryContext {
  readonly settings: GitSettings;
  /** Absolute folder that holds `<projectId>.git` for every project. */
  readonly repositories: string;
  /** Absolute folder for short-lived working trees. */
  readonly worktrees: string;
  readonly defaultBranch: string;
}

/** Marks a folder that is not finished yet; cleanUp removes what a killed process left of them. */
export const UNFINISHED = '.unfinished-';

/** The real path of the project's repository, or undefined when it does not exist yet. */
export async function findRepository(
  context: RepositoryContext,
  projectId: string,
): Promise<string | undefined> {
  const path = join(context.repositories, repositoryName(projectId));
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  const [root, real] = await Promise.all([realpath(context.repositories), realpath(path)]);
  if (real.startsWith(root + sep)) return real;
  throw new OrchardError(
    'WORKSPACE_FAILED',
    'The repository of the project leads out of the repositories folder.',
    {
      retryable: false,
    },
  );
}

/** Makes a repository under another name first, so that a half-made one is never taken for a repository. */
async function createRepository(
  context: RepositoryContext,
  projectId: string,
  signal?: AbortSignal,
): Promise<void> {
  const final = join(context.repositories, repositoryName(projectId));
  const draft = `${final}${UNFINISHED}${randomUUID()}`;
  await mkdir(draft, { recursive: true });
  const git = openGit(context.settings, { folder: draft, signal });
  try {
    await git(
      'init',
      '--quiet',
      '--bare',
      '--template=',
      `--initial-branch=${context.defaultBranch}`,
      '--',
      draft,
    );
    await rename(draft, final);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Two first checkouts at once: the other one was faster.
    if ((await findRepository(context, projectId)) === undefined) throw error;
  }
}

/** The real path of the project's bare repository, made when it does not exist. */
export async function ensureRepository(
  context: RepositoryContext,
  projectId: string,
  signal?: AbortSignal,
): Promise<string> {
  const found = await findRepository(context, projectId);
  if (found !== undefined) return found;
  await createRepository(context, projectId, signal);
  const made = await findRepository(context, projectId);
  if (made !== undefined) return made;
  throw new OrchardError('WORKSPACE_FAILED', 'The repository of the project could not be made.');
}

/** The commit a branch stands at, null when there is no such branch. */
export async function branchHead(git: Git, branch: string): Promise<string | null> {
  const ref = `refs/heads/${branch}`;
  const lines = await git('for-each-ref', '--format=%(objectname) %(refname)', '--', ref);
  // The pattern also matches refs below it (`main/x`), so the name is compared.
  for (const line of lines.split('\n')) {
    const [commit, name] = line.split(' ');
    if (name === ref && commit !== undefined) return commit;
  }
  return null;
}
