import { sha256 } from '../files/bytes.ts';
import { contentAt } from '../files/find-file.ts';
import type { GenerationRecord } from './record.ts';

/** The two records of what was generated last, and where its files are kept as they were. */
export interface Past {
  /** Which generation has been merged into the files at hand; undefined when that is not known. */
  readonly merged: GenerationRecord | undefined;
  /** Which generation the pristine folder holds. Behind `merged` when a run was cut short in between. */
  readonly kept: GenerationRecord | undefined;
  readonly pristine: string;
}

/** True when the generator is known to have written the file before. */
export const wasGenerated = ({ merged, kept }: Past, path: string): boolean =>
  merged?.files.has(path) === true || kept?.files.has(path) === true;

/** The pristine version of a file, when it is what the record says: anybody may push to the branch it is kept on. */
export async function pristineOf({ kept, pristine }: Past, path: string): Promise<Uint8Array | undefined> {
  const recorded = kept?.files.get(path);
  const bytes = recorded === undefined ? undefined : await contentAt(pristine, path);
  return bytes !== undefined && sha256(bytes) === recorded?.sha256 ? bytes : undefined;
}

/** What a file has in common with the new version of it; undefined when that is not known. */
export async function findBase(
  past: Past,
  file: { readonly path: string; readonly ours: Uint8Array; readonly theirs: Uint8Array },
): Promise<Uint8Array | undefined> {
  const merged = past.merged?.files.get(file.path)?.sha256;
  if (merged !== undefined && merged === sha256(file.ours)) return file.ours;
  // The new version is in the file already: the same build once more, or one that was cut short after its commit.
  if (merged !== undefined && merged === sha256(file.theirs)) return file.theirs;
  return pristineOf(past, file.path);
}
