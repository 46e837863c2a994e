import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Of an app, what is no part of its source: what is made from it, and what is not the app's. */
export const NO_SOURCE: ReadonlySet<string> = new Set([
  '.git',
  '.orchard',
  '.next',
  '.dist-unfinished',
  '.probe-data',
  '.test-data',
  'data',
  'dist',
  'node_modules',
]);

/** The same for the same files with the same content. */
export async function sourceKey(folder: string): Promise<string> {
  const paths: string[] = [];
  for (const name of (await readdir(folder)).filter((each) => !NO_SOURCE.has(each))) {
    const below = await readdir(join(folder, name), { recursive: true, withFileTypes: true }).catch(() => []);
    const files = below.filter((entry) => entry.isFile());
    paths.push(
      ...(below.length === 0
        ? [name]
        : files.map((entry) => relative(folder, join(entry.parentPath, entry.name)))),
    );
  }
  const hash = createHash('sha256');
  for (const path of paths.sort()) {
    const bytes = await readFile(join(folder, path)).catch(() => Buffer.alloc(0));
    hash.update(`${path}\n${bytes.byteLength}\n`).update(bytes);
  }
  return hash.digest('hex');
}
