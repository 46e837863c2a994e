import { z } from 'zod';

/** Largest file of a template, in bytes. */
export const MAX_FILE_BYTES = 5 * 1024 * 1024;

const MAX_PATH = 240;
/** Written by the builder itself, from the Blueprint. */
const OWN_FILES = new Set(['lib/model.json', 'docs/spec.md', 'docs/design.md', 'docs/blueprint.json']);
/** First parts of paths that are not the app's. Compared without case, as some file systems do. */
const FORBIDDEN_PARTS = new Set(['.git', 'node_modules']);

/** Two paths with the same folded form are one file on some file systems. */
export const foldPath = (path: string): string => path.normalize('NFC').toLowerCase();

/** Why a path cannot be that of a file of an app; undefined when it can. */
function faultOfAppPath(path: string): string | undefined {
  if (path === '' || path.length > MAX_PATH)
    return `its path is empty or longer than ${MAX_PATH} characters.`;
  if (/[\p{Cc}\\]/u.test(path) || !path.isWellFormed())
    return 'its path holds control characters or a backslash.';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'its path is absolute.';
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..'))
    return 'its path leads out of the app.';
  const folded = parts.map(foldPath);
  if (folded.some((part) => FORBIDDEN_PARTS.has(part)))
    return 'nothing below .git or node_modules can be part of an app.';
  if (folded[0] === '.orchard') return 'the folder .orchard is kept for the builder.';
  return undefined;
}

/** Why a path may not come from a template; undefined when it may. */
export function faultOfTemplatePath(path: string): string | undefined {
  return (
    faultOfAppPath(path) ??
    (OWN_FILES.has(foldPath(path)) ? 'this file comes from the Blueprint.' : undefined)
  );
}

/** A path of a file of an app that was read from outside, such as from a repository anybody may push to. */
export const appPathSchema = z
  .string()
  .refine((path) => faultOfAppPath(path) === undefined, 'is not the path of a file of an app');
