import { appFiles } from '../app-files.ts';
import { readTemplates } from '../templates/read-template.ts';
import { commitGeneration } from './commit-generation.ts';
import type { Task } from './task.ts';

/** Puts the templates beside the model. Nothing is generated from texts: the same files run every app. */
export const implementTask: Task = async (input) => {
  const { model, projectSlug: slug, target, context } = input;
  for (const { title, reason } of model.gaps)
    context.emit({ type: 'log', level: 'warn', message: `Not built: ${title}. ${reason}` });
  const templates = await readTemplates(input.templates);
  const files = appFiles({ model, slug, target, templates });
  return commitGeneration(input, files, { task: 'implement', message: 'Build the app' });
};
