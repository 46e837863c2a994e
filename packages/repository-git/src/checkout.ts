import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Checkout, OrchardError } from '@orchard-studio/core';
import { type Git, type GitOptions, openGit } from './git-client.ts';
import { checkBranch } from './names.ts';
import { branchHead, ensureRepository, type RepositoryContext } from './repository.ts';
import { writeTree } from './write-tree.ts';

export interface CheckoutRequest {
  readonly projectId: string;
  readonly branch: string;
  readonly signal?: AbortSignal;
}

/** What update-ref takes for "the ref must not exist". */
const ABSENT = '0'.repeat(40);

interface Started {
  /** Where the new commits go on from. */
  readonly base: string | null;
  /** Where the branch itself stands: null while it does not exist. */
  readonly head: string | null;
}

async function startingPoint(git: Git, branch: string, defaultBranch: string): Promise<Started> {
  const head = await branchHead(git, branch);
  if (head !== null || branch === defaultBranch) return { base: head, head };
  return { base: await branchHead(git, defaultBranch), head: null };
}

/** git ends a message at NUL and would take other control characters into terminals. */
function cleanMessage(message: string): string {
  const clean = message.replace(/[^\P{Cc}\n\t]/gu, ' ').trim();
  return clean === '' ? 'Update' : clean;
}

/**
 * A working tree whose index stands beside it and whose objects go straight into the bare repository. The tree holds
 * no git folder, so nothing that is written into it can change what git does.
 */
export async function openCheckout(context: RepositoryContext, request: CheckoutRequest): Promise<Checkout> {
  const branch = checkBranch(request.branch);
  const { signal } = request;
  const gitDirectory = await ensureRepository(context, request.projectId, signal);
  const folder = join(context.worktrees, `${request.projectId}-${randomUUID()}`);
  const directory = join(folder, 'tree');
  await mkdir(directory, { recursive: true });
  const place = { gitDirectory, workTree: directory, indexFile: join(folder, 'index') };
  const options: GitOptions = { folder: directory, place, signal };
  const git = openGit(context.settings, options);
  const commitTree: CommitTree = (message, ...args) =>
    openGit(context.settings, { ...options, input: message })('commit-tree', ...args);
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    const started = await startingPoint(git, branch, context.defaultBranch);
    if (started.base !== null) await writeTree(git, started.base);
    return { directory, base: started.base, commit: committer({ git, commitTree, branch, started }), close };
  } catch (error) {
    await close();
    throw error;
  }
}

type CommitTree = (message: string, ...args: readonly string[]) => Promise<string>;

interface CommitterParts {
  readonly git: Git;
  readonly commitTree: CommitTree;
  readonly branch: string;
  readonly started: Started;
}

function committer({ git, commitTree, branch, started }: CommitterParts): Checkout['commit'] {
  let tip = started.base;
  let head = started.head;
  return async ({ message }) => {
    await git('add', '--all', '--', '.');
    const tree = await git('write-tree');
    if (tip !== null && tree === (await git('rev-parse', '--verify', `${tip}^{tree}`))) {
      return { commit: tip, changed: false };
    }
    const parents = tip === null ? [] : ['-p', tip];
    const commit = await commitTree(cleanMessage(message), ...parents, tree);
    await moveBranch(git, { branch, from: head, to: commit });
    tip = commit;
    head = commit;
    return { commit, changed: true };
  };
}

/** Compare-and-set: the branch moves only when it still stands at `from`. */
async function moveBranch(
  git: Git,
  move: { readonly branch: string; readonly from: string | null; readonly to: string },
): Promise<void> {
  try {
    await git('update-ref', '--no-deref', `refs/heads/${move.branch}`, move.to, move.from ?? ABSENT);
  } catch (error) {
    const now = await branchHead(git, move.branch);
    if (now === move.from) throw error;
    throw new OrchardError(
      'REVISION_CONFLICT',
      `The branch ${move.branch} has moved since it was checked out. Check it out again and repeat the change.`,
      { cause: error, details: { branch: move.branch, expected: move.from, found: now } },
    );
  }
}
