import { sameBytes, sha256, utf8 } from '../files/bytes.ts';
import { contentAt } from '../files/find-file.ts';
import { listFiles } from '../files/list-files.ts';
import { dropFile, placeFile } from '../files/write-file.ts';
import type { Past } from './find-base.ts';
import { advance, type Generation, printRecord, RECORD_FILE } from './record.ts';

/** A branch with the same files as main would not be made: this file is only here. */
const NOTE_FILE = '.orchard/README.md';
const NOTE = `These are the files as the builder wrote them last, before anybody edited them. The next build compares with them to
keep what was edited. Nothing here is meant to be changed; a file that was is taken for unknown.
`;

/** Everything in a folder by path; undefined for what is no plain file. */
async function contentsOf(root: string): Promise<ReadonlyMap<string, Uint8Array | undefined>> {
  const paths = await listFiles(root);
  return new Map(await Promise.all(paths.map(async (path) => [path, await contentAt(root, path)] as const)));
}

/**
 * Makes a folder hold what the generator wrote last, and nothing else: the files of this run, and those of other tasks
 * as far as they are still what the record says.
 */
export async function keepPristine(past: Past, generation: Generation): Promise<void> {
  const { pristine } = past;
  const record = advance(past.kept ?? past.merged, generation);
  const there = await contentsOf(pristine);
  for (const [path, bytes] of there) {
    if (path === RECORD_FILE || path === NOTE_FILE) continue;
    const isKnown = bytes !== undefined && sha256(bytes) === record.files.get(path)?.sha256;
    if (!isKnown) await dropFile(pristine, path);
  }
  for (const [path, bytes] of generation.files) {
    const before = there.get(path);
    if (before === undefined || !sameBytes(before, bytes)) await placeFile(pristine, path, { bytes });
  }
  await placeFile(pristine, NOTE_FILE, { bytes: utf8(NOTE) });
  await placeFile(pristine, RECORD_FILE, { bytes: printRecord(record) });
}
