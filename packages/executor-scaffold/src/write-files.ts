import { lstat, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ExecutorContext } from '@orchard-studio/core';

/** Makes every folder of a path, in place of anything else that stands there. */
async function ensureFolder(root: string, folder: string): Promise<void> {
  let path = root;
  for (const part of folder.split('/')) {
    path = join(path, part);
    const found = await lstat(path).catch(() => undefined);
    if (found?.isDirectory() === true) continue;
    if (found !== undefined) await rm(path, { force: true });
    await mkdir(path);
  }
}

/** A file that is really new: it never follows a link that stood in its place. */
async function replaceFile(root: string, path: string, content: string): Promise<void> {
  const folder = dirname(path);
  if (folder !== '.') await ensureFolder(root, folder);
  const target = join(root, path);
  await rm(target, { recursive: true, force: true });
  await writeFile(target, content, { flag: 'wx' });
}

export interface Writing {
  readonly root: string;
  /** Content by path below `root`. The paths are ours, never a user's. */
  readonly files: ReadonlyMap<string, string>;
  readonly context: ExecutorContext;
  /** Progress of the step before and after the writing. */
  readonly from: number;
  readonly to: number;
}

/** Writes the files and says so as it goes. @returns their paths, sorted. */
export async function writeFiles({ root, files, context, from, to }: Writing): Promise<readonly string[]> {
  let count = 0;
  for (const [path, content] of files) {
    context.signal.throwIfAborted();
    await replaceFile(root, path, content);
    count += 1;
    context.emit({
      type: 'log',
      level: 'info',
      message: `Wrote ${path} (${Buffer.byteLength(content)} bytes)`,
    });
    const progress = from + (to - from) * (count / files.size);
    context.emit({ type: 'progress', progress, message: `${count} of ${files.size} files written` });
  }
  return [...files.keys()].sort();
}
