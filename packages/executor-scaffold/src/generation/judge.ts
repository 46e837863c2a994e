import { asJson, sameBytes, sha256 } from '../files/bytes.ts';
import { findFile } from '../files/find-file.ts';
import { findBase, type Past, pristineOf, wasGenerated } from './find-base.ts';
import { type Dispute, mergeFile, takeTheirs } from './merge-file.ts';
import { MODEL_FILE, modelSchema } from './model-schema.ts';

/** What is to become of one file. */
export interface Verdict {
  readonly path: string;
  readonly act: 'write' | 'keep' | 'remove';
  /** What is written. */
  readonly bytes?: Uint8Array;
  readonly isExecutable?: boolean;
  readonly dispute?: Dispute;
  /** The version the generator has now, for a copy that was set aside before; undefined when it writes none. */
  readonly theirs?: Uint8Array;
  /** True when the file is now as the generator has it. */
  readonly isPristine: boolean;
  /** True when the generator's version is another one than last time. */
  readonly isNews: boolean;
}

const aside = (reason: string, copy: Uint8Array): Dispute => ({
  reason,
  lines: [],
  aside: 'generator',
  copy,
});

const fitsModel = (bytes: Uint8Array): boolean => modelSchema.safeParse(asJson(bytes)).success;

/** True when the generator wrote the same the last time. */
async function isSame(past: Past, path: string, theirs: Uint8Array): Promise<boolean> {
  const recorded = past.merged?.files.get(path) ?? past.kept?.files.get(path);
  return recorded?.sha256 === sha256(theirs);
}

async function judgeAbsent(past: Past, path: string, theirs: Uint8Array): Promise<Verdict> {
  const verdict = { path, theirs, isNews: !(await isSame(past, path, theirs)) };
  if (!wasGenerated(past, path)) return { ...verdict, act: 'write', bytes: theirs, isPristine: true };
  if (path === MODEL_FILE) {
    const reason = 'It was removed by hand, but no app runs without it. It is there again.';
    return { ...verdict, act: 'write', bytes: theirs, isPristine: true, dispute: aside(reason, theirs) };
  }
  const reason = 'Removed by hand, and changed by the builder. It stays removed.';
  return {
    ...verdict,
    act: 'keep',
    isPristine: false,
    ...(verdict.isNews ? { dispute: aside(reason, theirs) } : {}),
  };
}

/** What becomes of a file that the generator writes now. */
export async function judgeWritten(
  past: Past,
  root: string,
  { path, theirs }: { readonly path: string; readonly theirs: Uint8Array },
): Promise<Verdict> {
  const found = await findFile(root, path);
  if (found.kind === 'absent') return judgeAbsent(past, path, theirs);
  const isNews = !(await isSame(past, path, theirs));
  if (found.kind === 'other') {
    const reason = 'Something else than a plain file stands in its place, and stays there.';
    const dispute = isNews ? { dispute: aside(reason, theirs) } : {};
    return { path, act: 'keep', theirs, isNews, isPristine: false, ...dispute };
  }
  const ours = found.bytes;
  const base = await findBase(past, { path, ours, theirs });
  let merged = mergeFile({ path, base, ours, theirs });
  if (path === MODEL_FILE && !fitsModel(merged.bytes) && fitsModel(theirs)) {
    merged = takeTheirs(
      ours,
      theirs,
      'With the changes made by hand, no app could run on it. The generated one replaces it.',
    );
  }
  return {
    path,
    act: sameBytes(merged.bytes, ours) ? 'keep' : 'write',
    bytes: merged.bytes,
    isExecutable: found.isExecutable,
    theirs,
    isNews,
    isPristine: sameBytes(merged.bytes, theirs),
    ...(merged.dispute === undefined ? {} : { dispute: merged.dispute }),
  };
}

/** What becomes of a file that the generator wrote before and does not write now. */
export async function judgeAbandoned(past: Past, root: string, path: string): Promise<Verdict> {
  const found = await findFile(root, path);
  const gone = { path, isNews: true, isPristine: true };
  if (found.kind === 'absent') return { ...gone, act: 'keep' };
  const pristine = await pristineOf(past, path);
  const recorded = [past.merged?.files.get(path)?.sha256, past.kept?.files.get(path)?.sha256];
  const isUntouched = found.kind === 'file' && recorded.includes(sha256(found.bytes));
  if (isUntouched) return { ...gone, act: 'remove' };
  const reason = 'Changed by hand, and no longer written by the builder. It stays as it is.';
  const copy = pristine ?? (found.kind === 'file' ? found.bytes : new Uint8Array());
  return { ...gone, act: 'keep', isPristine: false, dispute: aside(reason, copy) };
}
