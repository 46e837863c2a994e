import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Paths of everything below a folder that is no folder itself, sorted; none when there is no such folder. */
export async function listFiles(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)).split(sep).join('/'))
    .sort();
}
