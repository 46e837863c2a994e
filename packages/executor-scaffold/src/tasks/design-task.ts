import { designFiles } from '../app-files.ts';
import { commitGeneration } from './commit-generation.ts';
import type { Task } from './task.ts';

/** Works out tables, routes and pages, for people to read and for the app to run on. */
export const designTask: Task = (input) => {
  const { model, context } = input;
  const fields = model.entities.reduce((sum, entity) => sum + entity.fields.length, 0);
  context.emit({
    type: 'log',
    level: 'info',
    message: `Designed ${model.entities.length} tables with ${fields} fields, ${model.routes.length} API routes`,
  });
  for (const gap of model.gaps) {
    context.emit({ type: 'log', level: 'warn', message: `Not built: ${gap.title}. ${gap.reason}` });
  }
  return commitGeneration(input, designFiles(model), {
    task: 'design',
    message: 'Design tables, routes and pages',
  });
};
