import { appPackage } from '../render/app-package.ts';
import { appReadme } from '../render/app-readme.ts';
import { readRuntime } from '../template-files.ts';
import { commitFiles } from './commit-files.ts';
import type { Task } from './task.ts';

/** Puts the runtime beside the model. Nothing is generated from texts: the same few files run every app. */
export const implementTask: Task = async (input) => {
  const { model, projectSlug, context } = input;
  for (const { title, reason } of model.gaps)
    context.emit({ type: 'log', level: 'warn', message: `Not built: ${title}. ${reason}` });
  const files = new Map([
    ...(await readRuntime()),
    ['app/model.json', `${JSON.stringify(model, null, 2)}\n`],
    ['package.json', appPackage(projectSlug)],
    ['README.md', appReadme(model)],
    // Anchored: the app has a folder `app/data` of its own.
    ['.gitignore', '/data/\n/node_modules/\n'],
  ]);
  return commitFiles(input, files, 'Build the app');
};
