import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Workspace } from '@orchard-studio/core';
import { openCheckout } from './checkout.ts';
import { cleanUp } from './clean-up.ts';
import { exportCommit } from './export-commit.ts';
import type { GitAuthor } from './git-client.ts';
import { checkBranch } from './names.ts';
import type { RepositoryContext } from './repository.ts';

export interface GitWorkspaceOptions {
  /** Folder for the bare repositories, one `<projectId>.git` each. Made when absent. */
  readonly repositoriesDirectory: string;
  /** Folder for short-lived working trees. Made when absent; nothing else may live in it. */
  readonly worktreesDirectory: string;
  /** Who the commits are by. Default: `Orchard Studio <studio@orchard.invalid>`. */
  readonly author?: GitAuthor;
  /** Branch a new repository starts with. Default: `main`. */
  readonly defaultBranch?: string;
  /** PATH on which git is looked for. Default: this process's own. */
  readonly searchPath?: string;
}

/** A {@link Workspace} on local bare repositories. */
export interface GitWorkspace extends Workspace {
  /**
   * Removes working trees, lock files and half-made repositories that a killed process left. Call it before the first
   * checkout, and only when no other process uses the folders.
   */
  cleanUp(): Promise<void>;
}

const DEFAULT_AUTHOR: GitAuthor = { name: 'Orchard Studio', email: 'studio@orchard.invalid' };

async function makeFolders(context: RepositoryContext): Promise<void> {
  await mkdir(context.repositories, { recursive: true });
  await mkdir(context.worktrees, { recursive: true });
  await mkdir(context.settings.home, { recursive: true });
}

/**
 * Keeps each project's code in a bare git repository on this machine. Needs the git program, 2.30 or newer.
 * A process may be killed at any instant: the repositories stay whole.
 *
 * @throws INVALID_INPUT for a default branch that is not a plain branch name.
 * @example
 * const workspace = createGitWorkspace({ repositoriesDirectory: 'git', worktreesDirectory: 'trees' });
 * const checkout = await workspace.checkout({ projectId, branch: 'main' });
 * await writeFile(join(checkout.directory, 'README.md'), '# Hello');
 * const { commit } = await checkout.commit({ message: 'Say hello' });
 * await checkout.close();
 */
export function createGitWorkspace(options: GitWorkspaceOptions): GitWorkspace {
  const worktrees = resolve(options.worktreesDirectory);
  const context: RepositoryContext = {
    repositories: resolve(options.repositoriesDirectory),
    worktrees,
    defaultBranch: checkBranch(options.defaultBranch ?? 'main'),
    settings: {
      author: options.author ?? DEFAULT_AUTHOR,
      searchPath: options.searchPath ?? process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
      home: join(worktrees, 'empty-home'),
    },
  };
  return {
    specVersion: 'v1',
    checkout: async (request) => {
      await makeFolders(context);
      return openCheckout(context, request);
    },
    export: async (request) => {
      await makeFolders(context);
      await exportCommit(context, request);
    },
    cleanUp: () => cleanUp(context),
  };
}
