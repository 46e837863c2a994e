import { type MergeConflict, mergeConflictSchema } from '@orchard-studio/core';
import { z } from 'zod';
import { asJson, utf8 } from '../files/bytes.ts';
import { contentAt, findFile } from '../files/find-file.ts';
import { dropFile, placeFile } from '../files/write-file.ts';
import { appPathSchema } from '../templates/check-path.ts';

const LIST_FILE = '.orchard/conflicts.json';

const entrySchema = z.object({
  ...mergeConflictSchema.shape,
  path: appPathSchema,
  task: z.string(),
  aside: z.enum(['person', 'generator']),
});

/** A conflict that nobody has settled yet. */
export type OpenConflict = z.infer<typeof entrySchema>;

/** Where the version of a file is kept that does not stand in it. */
export const copyPath = (path: string): string => `.orchard/conflicts/${path}`;

/**
 * The conflicts that are still open. Whoever has settled one removes the copy that was set aside, and it is open no
 * longer.
 */
export async function readConflicts(root: string): Promise<readonly OpenConflict[]> {
  const bytes = await contentAt(root, LIST_FILE);
  const listed = z.array(entrySchema).safeParse(bytes === undefined ? [] : asJson(bytes)).data ?? [];
  const copies = await Promise.all(listed.map(({ path }) => findFile(root, copyPath(path))));
  return listed.filter((_, at) => copies[at]?.kind === 'file');
}

/** Writes the list; no list when nothing is open. */
export async function writeConflicts(root: string, conflicts: readonly OpenConflict[]): Promise<void> {
  if (conflicts.length === 0) return dropFile(root, LIST_FILE);
  const sorted = conflicts.toSorted((a, b) => (`${a.path} ${a.task}` < `${b.path} ${b.task}` ? -1 : 1));
  await placeFile(root, LIST_FILE, { bytes: utf8(`${JSON.stringify(sorted, null, 2)}\n`) });
}

/** A conflict as a step reports it. */
export const shownConflict = ({ path, reason, lines }: OpenConflict): MergeConflict => ({
  path,
  reason,
  lines,
});
