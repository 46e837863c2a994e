import { writeFiles } from '../write-files.ts';
import type { TaskInput, TaskResult } from './task.ts';

/** Writes files into the checkout and commits them; the same content makes no new commit. */
export async function commitFiles(
  input: TaskInput,
  files: ReadonlyMap<string, string>,
  message: string,
): Promise<TaskResult> {
  const { checkout, context } = input;
  const written = await writeFiles({ root: checkout.directory, files, context, from: 0.1, to: 0.9 });
  const { commit, changed } = await checkout.commit({ message });
  context.emit({
    type: 'log',
    level: 'info',
    message: changed
      ? `Committed ${commit.slice(0, 10)}: ${message}`
      : 'Nothing changed since the last build.',
  });
  return { commit, files: written, outputs: { changed } };
}
