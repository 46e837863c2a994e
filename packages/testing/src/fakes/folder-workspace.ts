import { createHash, randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type Checkout, OrchardError, type ProjectId, type Workspace } from '@orchard-studio/core';

/** Commits of one project: each is a folder of files, never changed again. */
interface Repository {
  readonly folder: string;
  readonly branches: Map<string, string>;
}

type CheckoutRequest = Parameters<Workspace['checkout']>[0];
type ExportRequest = Parameters<Workspace['export']>[0];

const PLAIN_BRANCH = /^[A-Za-z0-9][A-Za-z0-9_-]*(?:[./][A-Za-z0-9_-]+)*$/;
const DEFAULT_BRANCH = 'main';

/** A hash of names and contents: equal trees have equal hashes. */
async function hashTree(directory: string): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  for (const file of files.toSorted()) {
    const content = await readFile(file);
    hash.update(`${relative(directory, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

class FolderWorkspace implements Workspace {
  readonly specVersion = 'v1';
  readonly #root: string;
  readonly #repositories = new Map<ProjectId, Repository>();

  constructor(root: string) {
    this.#root = root;
  }

  async checkout({ projectId, branch, signal }: CheckoutRequest): Promise<Checkout> {
    signal?.throwIfAborted();
    if (!PLAIN_BRANCH.test(branch)) {
      throw new OrchardError('INVALID_INPUT', `"${branch}" is not a branch name.`);
    }
    const repository = await this.#repository(projectId);
    const base = repository.branches.get(branch) ?? repository.branches.get(DEFAULT_BRANCH) ?? null;
    const directory = await mkdtemp(join(this.#root, 'tree-'));
    if (base !== null) await cp(join(repository.folder, base), directory, { recursive: true });
    // What the branch itself stood at: a new branch must still be new at the commit.
    const expected = repository.branches.get(branch);
    const before = await hashTree(directory);
    return {
      directory,
      base,
      commit: async () => {
        if (base !== null && (await hashTree(directory)) === before) return { commit: base, changed: false };
        const commit = createHash('sha1').update(randomUUID()).digest('hex');
        await cp(directory, join(repository.folder, commit), { recursive: true });
        if (repository.branches.get(branch) !== expected) {
          throw new OrchardError('REVISION_CONFLICT', `Branch "${branch}" has moved since the checkout.`);
        }
        repository.branches.set(branch, commit);
        return { commit, changed: true };
      },
      close: () => rm(directory, { recursive: true, force: true }),
    };
  }

  async export({ projectId, commit, directory, signal }: ExportRequest): Promise<void> {
    signal?.throwIfAborted();
    const { folder } = await this.#repository(projectId);
    if (!(await readdir(folder)).includes(commit)) {
      throw new OrchardError('NOT_FOUND', `The project has no commit "${commit}".`);
    }
    await mkdir(directory, { recursive: true });
    if ((await readdir(directory)).length > 0) {
      throw new OrchardError('INVALID_INPUT', `The folder ${directory} is not empty.`);
    }
    await cp(join(folder, commit), directory, { recursive: true });
  }

  async #repository(projectId: ProjectId): Promise<Repository> {
    const folder = join(this.#root, projectId);
    await mkdir(folder, { recursive: true });
    const known = this.#repositories.get(projectId) ?? { folder, branches: new Map() };
    this.#repositories.set(projectId, known);
    return known;
  }
}

/**
 * A workspace without git, for tests: commits are copied folders, branches live in memory.
 *
 * @param root - an existing folder of the test's own; checkouts and commits are written below it.
 * @example
 * const workspace = createFolderWorkspace(await mkdtemp(join(tmpdir(), 'test-')));
 */
export function createFolderWorkspace(root: string): Workspace {
  return new FolderWorkspace(root);
}
