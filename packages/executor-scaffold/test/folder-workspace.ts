import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentHash, type Workspace } from '@orchard-studio/core';
import { onTestFinished } from 'vitest';

export interface FolderWorkspace {
  readonly workspace: Workspace;
  /** The files of the branch as they stand now, by path. */
  files(): Promise<ReadonlyMap<string, string>>;
  /** A copy of them in a folder of its own. */
  release(): Promise<string>;
  readonly root: string;
}

async function readTree(root: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(
    files.sort().map(async (path) => [path.slice(root.length + 1), await readFile(path, 'utf8')] as const),
  );
  return new Map(contents);
}

const commitOf = (files: ReadonlyMap<string, string>): string => contentHash([...files]).slice(7, 47);

/** A Workspace of one branch of one project in a plain folder: what the builder does to files, without git. */
export async function folderWorkspace(): Promise<FolderWorkspace> {
  const root = await mkdtemp(join(tmpdir(), 'orchard-scaffold-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const stored = join(root, 'stored');
  let head: string | null = null;
  const workspace: Workspace = {
    specVersion: 'v1',
    checkout: async () => {
      const directory = await mkdtemp(join(root, 'tree-'));
      if (head !== null) await cp(stored, directory, { recursive: true });
      return {
        directory,
        base: head,
        commit: async () => {
          const commit = commitOf(await readTree(directory));
          const changed = commit !== head;
          await rm(stored, { recursive: true, force: true });
          await cp(directory, stored, { recursive: true });
          head = commit;
          return { commit, changed };
        },
        close: () => rm(directory, { recursive: true, force: true }),
      };
    },
    export: async ({ directory }) => {
      await cp(stored, directory, { recursive: true });
    },
  };
  return {
    workspace,
    root,
    files: () => readTree(stored),
    release: async () => {
      const directory = join(root, `release-${head}`);
      await mkdir(directory, { recursive: true });
      await cp(stored, directory, { recursive: true });
      return directory;
    },
  };
}
