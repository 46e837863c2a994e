import { cpSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { contentHash, OrchardError, type Workspace } from '@orchard-studio/core';
import { onTestFinished } from 'vitest';

export interface FolderWorkspace {
  readonly workspace: Workspace;
  /** The files of a branch as they stand now, by path. */
  files(branch?: string): Promise<ReadonlyMap<string, string>>;
  /** A copy of the files of main in a folder of its own. */
  release(): Promise<string>;
  /** What a person does on main: writes files, removes those that are null, and commits. */
  edit(changes: Readonly<Record<string, string | null>>): Promise<void>;
  /** Forgets a branch. */
  drop(branch: string): void;
  /** How many commits were made on a branch. */
  commits(branch?: string): number;
  readonly root: string;
}

/** Files of a folder by path, read so that every byte shows. */
export async function readTree(root: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(
    files.sort().map(async (path) => [path.slice(root.length + 1), await readFile(path, 'utf8')] as const),
  );
  return new Map(contents);
}

/** The one that is not written in JavaScript is ten times as fast. */
const copy = (from: string, to: string): void => cpSync(from, to, { recursive: true });

const commitOf = (files: ReadonlyMap<string, string>): string => contentHash([...files]).slice(7, 47);

/** The branches of one project, each in a plain folder: what the builder does to files, without git. */
class Branches {
  readonly #root: string;
  readonly #heads = new Map<string, string>();
  readonly counts = new Map<string, number>();

  constructor(root: string) {
    this.#root = root;
  }

  folder(branch: string): string {
    return join(this.#root, 'stored', encodeURIComponent(branch));
  }

  drop(branch: string): void {
    this.#heads.delete(branch);
  }

  async checkout(branch: string): ReturnType<Workspace['checkout']> {
    const from = this.#heads.has(branch) ? branch : 'main';
    const base = this.#heads.get(from) ?? null;
    const expected = this.#heads.get(branch);
    const directory = await mkdtemp(join(this.#root, 'tree-'));
    if (base !== null) copy(this.folder(from), directory);
    return {
      directory,
      base,
      commit: async () => {
        const commit = commitOf(await readTree(directory));
        if (commit === base) return { commit, changed: false };
        if (this.#heads.get(branch) !== expected)
          throw new OrchardError('REVISION_CONFLICT', 'It has moved.');
        await rm(this.folder(branch), { recursive: true, force: true });
        copy(directory, this.folder(branch));
        this.#heads.set(branch, commit);
        this.counts.set(branch, (this.counts.get(branch) ?? 0) + 1);
        return { commit, changed: true };
      },
      close: () => rm(directory, { recursive: true, force: true }),
    };
  }
}

async function change(directory: string, changes: Readonly<Record<string, string | null>>): Promise<void> {
  for (const [path, content] of Object.entries(changes)) {
    const full = join(directory, path);
    if (content === null) {
      await rm(full, { recursive: true, force: true });
      continue;
    }
    await mkdir(dirname(full), { recursive: true });
    await writeFile(full, content);
  }
}

/** A Workspace of one project in plain folders. */
export async function folderWorkspace(): Promise<FolderWorkspace> {
  const root = await mkdtemp(join(tmpdir(), 'orchard-scaffold-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const branches = new Branches(root);
  return {
    workspace: {
      specVersion: 'v1',
      checkout: ({ branch }) => branches.checkout(branch),
      export: async ({ directory }) => copy(branches.folder('main'), directory),
    },
    root,
    files: (branch = 'main') => readTree(branches.folder(branch)),
    release: async () => {
      const directory = await mkdtemp(join(root, 'release-'));
      copy(branches.folder('main'), directory);
      return directory;
    },
    edit: async (changes) => {
      const checkout = await branches.checkout('main');
      await change(checkout.directory, changes);
      await checkout.commit({ message: 'Edit' });
      await checkout.close();
    },
    drop: (branch) => branches.drop(branch),
    commits: (branch = 'main') => branches.counts.get(branch) ?? 0,
  };
}
