import { isJsonObject, type JsonObject } from '@orchard-studio/core';
import type { AppFiles } from '../app-files.ts';
import { type OpenConflict, shownConflict } from '../generation/conflict-list.ts';
import type { Past } from '../generation/find-base.ts';
import type { Verdict } from '../generation/judge.ts';
import { keepPristine } from '../generation/keep-pristine.ts';
import { mergeGeneration } from '../generation/merge-generation.ts';
import { readRecord } from '../generation/record.ts';
import type { TaskInput, TaskResult } from './task.ts';

/** The branch with the files as they were generated, before anybody edited them. */
export const GENERATED_BRANCH = 'orchard/generated';

/** What is needed of a task's input. */
export type GenerationPlace = Pick<TaskInput, 'checkout' | 'context' | 'projectId' | 'workspace' | 'target'>;

const FROM = 0.1;
const TO = 0.9;

/** What a verdict did, in words; undefined when nothing changed. */
function sentence({ act, path, bytes, isPristine }: Verdict): string | undefined {
  if (act === 'remove') return `Removed ${path}`;
  if (act !== 'write' || bytes === undefined) return undefined;
  return isPristine ? `Wrote ${path} (${bytes.byteLength} bytes)` : `Merged into ${path}, which was edited`;
}

/** Tells of every file as it is done with. */
function reporter({ context }: GenerationPlace, total: number): (verdict: Verdict) => void {
  let count = 0;
  return (verdict) => {
    count += 1;
    const message = sentence(verdict);
    if (message !== undefined) context.emit({ type: 'log', level: 'info', message });
    const progress = Math.min(TO, FROM + (TO - FROM) * (count / total));
    context.emit({ type: 'progress', progress, message: `${count} of ${total} files done` });
  };
}

function warn({ context }: GenerationPlace, conflicts: readonly OpenConflict[]): void {
  for (const { path, reason, lines } of conflicts) {
    const at =
      lines.length === 0 ? '' : ` (lines ${lines.map(({ from, to }) => `${from}–${to}`).join(', ')})`;
    const message = `Not merged: ${path}${at}. ${reason} The other version is in .orchard/conflicts/${path}.`;
    context.emit({ type: 'log', level: 'warn', message });
  }
}

const asOutput = (conflicts: readonly OpenConflict[]): readonly JsonObject[] =>
  conflicts.map(shownConflict).filter(isJsonObject);

/**
 * Merges what a task generated into the branch people work on, and keeps it as it is on a branch of its own, for the
 * next merge. The same content makes no new commit. A run that is cut short may be repeated at any point: the merged
 * branch says itself which generation it holds.
 */
export async function commitGeneration(
  input: GenerationPlace,
  files: AppFiles,
  { task, message }: { readonly task: string; readonly message: string },
): Promise<TaskResult> {
  const { checkout, context, projectId, workspace, target } = input;
  const { signal } = context;
  const generation = { task, target, files };
  const generated = await workspace.checkout({ projectId, branch: GENERATED_BRANCH, signal });
  try {
    const past: Past = {
      merged: await readRecord(checkout.directory),
      kept: await readRecord(generated.directory),
      pristine: generated.directory,
    };
    const onFile = reporter(input, files.size);
    const conflicts = await mergeGeneration({ root: checkout.directory, past, generation, signal, onFile });
    const { commit, changed } = await checkout.commit({ message });
    await keepPristine(past, generation);
    await generated.commit({ message });
    warn(input, conflicts);
    const done = changed
      ? `Committed ${commit.slice(0, 10)}: ${message}`
      : 'Nothing changed since the last build.';
    context.emit({ type: 'log', level: 'info', message: done });
    return { commit, files: [...files.keys()].sort(), outputs: { changed, conflicts: asOutput(conflicts) } };
  } finally {
    await generated.close();
  }
}
