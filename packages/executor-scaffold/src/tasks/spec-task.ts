import { specFiles } from '../app-files.ts';
import { commitGeneration } from './commit-generation.ts';
import type { Task } from './task.ts';

/** Puts down what was approved: the spec, and the Blueprint it was rendered from. */
export const specTask: Task = (input) => {
  const { blueprint, spec } = input;
  const message = `Specify revision ${blueprint.revision}`;
  return commitGeneration(input, specFiles(blueprint, spec), { task: 'spec', message });
};
