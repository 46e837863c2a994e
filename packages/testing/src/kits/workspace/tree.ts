import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** Contents by path, with `/` between folders. */
export type Tree = Readonly<Record<string, string>>;

/** Writes files into a folder. */
export async function writeTree(directory: string, tree: Tree): Promise<void> {
  for (const [path, content] of Object.entries(tree)) {
    const file = join(directory, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

/** Reads all files of a folder, but for git's own. */
export async function readTree(directory: string): Promise<Tree> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const tree: Record<string, string> = {};
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    const path = relative(directory, file);
    if (entry.isFile() && path !== '.git' && !path.startsWith('.git/'))
      tree[path] = await readFile(file, 'utf8');
  }
  return tree;
}
