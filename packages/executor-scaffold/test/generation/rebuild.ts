import type { ExecutorEvent, Workspace } from '@orchard-studio/core';
import type { AppFiles } from '../../src/app-files.ts';
import { commitGeneration } from '../../src/tasks/commit-generation.ts';
import { PROJECT } from '../run-task.ts';

export interface Rebuilt {
  readonly changed: unknown;
  readonly conflicts: unknown;
  readonly warnings: readonly string[];
}

const filesOf = (files: Readonly<Record<string, string>>): AppFiles =>
  new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));

/** One step of a build that generates these files. */
export async function rebuild(
  workspace: Workspace,
  files: Readonly<Record<string, string>>,
  task = 'implement',
): Promise<Rebuilt> {
  const events: ExecutorEvent[] = [];
  const context = {
    emit: (event: ExecutorEvent) => void events.push(event),
    beat: async () => {},
    readArtifact: async () => null,
    signal: new AbortController().signal,
  };
  const checkout = await workspace.checkout({ projectId: PROJECT, branch: 'main' });
  try {
    const place = { checkout, context, projectId: PROJECT, workspace, target: 'node' as const };
    const result = await commitGeneration(place, filesOf(files), { task, message: 'Build' });
    if ('failure' in result) throw new Error(result.failure.message);
    const warnings = events.flatMap((event) =>
      event.type === 'log' && event.level === 'warn' ? [event.message] : [],
    );
    return {
      ...result.outputs,
      changed: result.outputs.changed,
      conflicts: result.outputs.conflicts,
      warnings,
    };
  } finally {
    await checkout.close();
  }
}

/** The files people see, without what the builder notes for itself. */
export const shown = (files: ReadonlyMap<string, string>): Record<string, string> =>
  Object.fromEntries([...files].filter(([path]) => !path.startsWith('.orchard/')));
