import { randomUUID } from 'node:crypto';
import { lstat, mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Makes every folder of a path, in place of anything else that stands there: a link is never followed. */
export async function ensureFolder(root: string, folder: string): Promise<void> {
  let path = root;
  for (const part of folder.split('/')) {
    path = join(path, part);
    const found = await lstat(path).catch(() => undefined);
    if (found?.isDirectory() === true) continue;
    if (found !== undefined) await rm(path, { force: true });
    await mkdir(path);
  }
}

/**
 * Puts a file in its place at once and whole. It never follows a link that stood there.
 *
 * @param path - relative to `root`, with `/`; it must be one of ours or checked.
 */
export async function placeFile(
  root: string,
  path: string,
  file: { readonly bytes: Uint8Array; readonly isExecutable?: boolean },
): Promise<void> {
  const folder = dirname(path);
  if (folder !== '.') await ensureFolder(root, folder);
  const target = join(root, path);
  const found = await lstat(target).catch(() => undefined);
  if (found?.isDirectory() === true) await rm(target, { recursive: true, force: true });
  const draft = join(dirname(target), `.orchard-${randomUUID()}`);
  try {
    await writeFile(draft, file.bytes, { flag: 'wx', mode: file.isExecutable === true ? 0o755 : 0o644 });
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Removes a file, and the folders that it leaves empty. */
export async function dropFile(root: string, path: string): Promise<void> {
  await rm(join(root, path), { force: true });
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    try {
      await rmdir(join(root, folder));
    } catch {
      // It holds something else.
      return;
    }
  }
}
