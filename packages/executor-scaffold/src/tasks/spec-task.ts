import { contentOf } from '@orchard-studio/core';
import { commitFiles } from './commit-files.ts';
import type { Task } from './task.ts';

/** Puts down what was approved: the spec, and the Blueprint it was rendered from. */
export const specTask: Task = (input) => {
  const { blueprint } = input;
  const kept = {
    id: blueprint.id,
    revision: blueprint.revision,
    hash: blueprint.hash,
    ...contentOf(blueprint),
  };
  const spec = input.spec.endsWith('\n') ? input.spec : `${input.spec}\n`;
  const files = new Map([
    ['docs/spec.md', spec],
    ['docs/blueprint.json', `${JSON.stringify(kept, null, 2)}\n`],
  ]);
  return commitFiles(input, files, `Specify revision ${blueprint.revision}`);
};
