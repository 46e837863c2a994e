import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What stands at a path below a folder: a plain file, nothing, or something that is neither. */
export type Found =
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly isExecutable: boolean }
  | { readonly kind: 'absent' }
  | { readonly kind: 'other' };

const OWNER_MAY_RUN = 0o100;

/** Looks at a path without following a link in any part of it. */
export async function findFile(root: string, path: string): Promise<Found> {
  const parts = path.split('/');
  let full = root;
  for (const [at, part] of parts.entries()) {
    full = join(full, part);
    const found = await lstat(full).catch(() => undefined);
    if (found === undefined) return { kind: 'absent' };
    if (at < parts.length - 1) {
      if (!found.isDirectory()) return { kind: 'other' };
      continue;
    }
    if (!found.isFile()) return { kind: 'other' };
    return { kind: 'file', bytes: await readFile(full), isExecutable: (found.mode & OWNER_MAY_RUN) !== 0 };
  }
  return { kind: 'absent' };
}

/** The content of a plain file, undefined when there is none. */
export async function contentAt(root: string, path: string): Promise<Uint8Array | undefined> {
  const found = await findFile(root, path);
  return found.kind === 'file' ? found.bytes : undefined;
}
