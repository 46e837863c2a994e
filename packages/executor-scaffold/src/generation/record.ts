import { type AppTarget, appTargetSchema } from '@orchard-studio/core';
import { z } from 'zod';
import { asJson, sha256, utf8 } from '../files/bytes.ts';
import { contentAt } from '../files/find-file.ts';
import { appPathSchema } from '../templates/check-path.ts';

/** Where a generation says what it is made of: on the branch of pristine files, and beside the merged ones. */
export const RECORD_FILE = '.orchard/generation.json';

const recordSchema = z.object({
  version: z.literal(1),
  target: appTargetSchema,
  files: z.array(
    z.object({ path: appPathSchema, sha256: z.string().regex(/^[0-9a-f]{64}$/), tasks: z.array(z.string()) }),
  ),
});

interface RecordedFile {
  readonly sha256: string;
  /** The tasks that write it. */
  readonly tasks: readonly string[];
}

/** What the generator wrote last. */
export interface GenerationRecord {
  readonly target: AppTarget;
  readonly files: ReadonlyMap<string, RecordedFile>;
}

/** The record in a folder; undefined when there is none, or it cannot be relied on. */
export async function readRecord(root: string): Promise<GenerationRecord | undefined> {
  const bytes = await contentAt(root, RECORD_FILE);
  const parsed = recordSchema.safeParse(bytes === undefined ? undefined : asJson(bytes));
  if (!parsed.success) return undefined;
  const { target, files } = parsed.data;
  return { target, files: new Map(files.map(({ path, ...file }) => [path, file])) };
}

/** The record as bytes; equal records give equal bytes. */
export function printRecord({ target, files }: GenerationRecord): Uint8Array {
  const listed = [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, file]) => ({ path, sha256: file.sha256, tasks: [...file.tasks].sort() }));
  return utf8(`${JSON.stringify({ version: 1, target, files: listed }, null, 2)}\n`);
}

/** What one task writes in one run. */
export interface Generation {
  readonly task: string;
  readonly target: AppTarget;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** The record after a run of a task: its files as they are now, those of other tasks as they were. */
export function advance(before: GenerationRecord | undefined, generation: Generation): GenerationRecord {
  const { task, target } = generation;
  const files = new Map<string, RecordedFile>();
  for (const [path, file] of before?.files ?? []) {
    const tasks = file.tasks.filter((name) => name !== task);
    if (tasks.length > 0) files.set(path, { sha256: file.sha256, tasks });
  }
  for (const [path, bytes] of generation.files) {
    files.set(path, { sha256: sha256(bytes), tasks: [...(files.get(path)?.tasks ?? []), task] });
  }
  return { target, files };
}

/** Paths that a task wrote before and does not write now, unless another task does. */
export function abandoned(before: GenerationRecord | undefined, generation: Generation): readonly string[] {
  return [...(before?.files ?? [])].flatMap(([path, { tasks }]) => {
    const isOnlyHis = tasks.length === 1 && tasks[0] === generation.task;
    return isOnlyHis && !generation.files.has(path) ? [path] : [];
  });
}
