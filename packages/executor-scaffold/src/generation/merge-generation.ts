import { sameBytes } from '../files/bytes.ts';
import { contentAt } from '../files/find-file.ts';
import { dropFile, placeFile } from '../files/write-file.ts';
import { copyPath, type OpenConflict, readConflicts, writeConflicts } from './conflict-list.ts';
import type { Past } from './find-base.ts';
import { judgeAbandoned, judgeWritten, type Verdict } from './judge.ts';
import { abandoned, advance, type Generation, printRecord, RECORD_FILE } from './record.ts';

export interface MergeRequest {
  /** The folder with the files as they are, edited or not. */
  readonly root: string;
  readonly past: Past;
  readonly generation: Generation;
  readonly signal: AbortSignal;
  /** Called for every file, in turn. */
  readonly onFile: (verdict: Verdict) => void;
}

async function carryOut(root: string, verdict: Verdict): Promise<void> {
  const { act, path, bytes, isExecutable } = verdict;
  if (act === 'remove') await dropFile(root, path);
  if (act === 'write' && bytes !== undefined)
    await placeFile(root, path, { bytes, isExecutable: isExecutable ?? false });
}

/** Sets a version aside. A person's version that waits there is never written over. */
async function setAside(
  root: string,
  dispute: NonNullable<Verdict['dispute']>,
  earlier: OpenConflict | undefined,
  path: string,
): Promise<OpenConflict['aside']> {
  const at = copyPath(path);
  if (earlier?.aside === 'person' && dispute.aside === 'generator') return 'person';
  const there = await contentAt(root, at);
  if (there === undefined || !sameBytes(there, dispute.copy))
    await placeFile(root, at, { bytes: dispute.copy });
  return dispute.aside;
}

/** What a verdict leaves open, after what was open before. */
async function openAfter(
  root: string,
  task: string,
  verdict: Verdict,
  earlier: OpenConflict | undefined,
): Promise<OpenConflict | undefined> {
  const { path, dispute, isPristine, isNews, theirs } = verdict;
  if (dispute !== undefined) {
    const aside = await setAside(root, dispute, earlier, path);
    return { path, reason: dispute.reason, lines: [...dispute.lines], task, aside };
  }
  if (earlier === undefined || earlier.aside === 'person') return earlier;
  if (isPristine) {
    await dropFile(root, copyPath(path));
    return undefined;
  }
  if (isNews && theirs !== undefined) await placeFile(root, copyPath(path), { bytes: theirs });
  return earlier;
}

/**
 * Brings a new generation into a folder of files that people may have edited, and says there which generation it was.
 *
 * @returns the conflicts of the task that nobody has settled yet.
 */
export async function mergeGeneration(request: MergeRequest): Promise<readonly OpenConflict[]> {
  const { root, past, generation, signal, onFile } = request;
  const { task } = generation;
  const before = await readConflicts(root);
  const open: OpenConflict[] = before.filter((conflict) => conflict.task !== task);
  const settle = async (verdict: Verdict): Promise<void> => {
    await carryOut(root, verdict);
    const earlier = before.find((conflict) => conflict.task === task && conflict.path === verdict.path);
    const left = await openAfter(root, task, verdict, earlier);
    if (left !== undefined) open.push(left);
    onFile(verdict);
  };
  const left = new Set([...abandoned(past.merged, generation), ...abandoned(past.kept, generation)]);
  const settled = new Set<string>();
  // What goes makes room first: a file may have become a folder.
  for (const path of left) {
    signal.throwIfAborted();
    settled.add(path);
    await settle(await judgeAbandoned(past, root, path));
  }
  const verdicts = await Promise.all(
    [...generation.files].map(([path, theirs]) => judgeWritten(past, root, { path, theirs })),
  );
  for (const verdict of verdicts) {
    signal.throwIfAborted();
    settled.add(verdict.path);
    await settle(verdict);
  }
  open.push(...before.filter((conflict) => conflict.task === task && !settled.has(conflict.path)));
  await writeConflicts(root, open);
  await placeFile(root, RECORD_FILE, { bytes: printRecord(advance(past.merged ?? past.kept, generation)) });
  return open.filter((conflict) => conflict.task === task).sort((a, b) => (a.path < b.path ? -1 : 1));
}
