import { basename, relative, resolve } from 'node:path';
import { appTargetSchema, parseOrThrow, slugify } from '@orchard-studio/core';
import { type GeneratedApp, generateApp } from '@orchard-studio/executor-scaffold';
import { renderSpec } from '@orchard-studio/spec';
import { showReport } from '../output/show-report.ts';
import { printable, type Terminal } from '../output/terminal.ts';
import type { CommandContext } from './context.ts';
import { readBlueprint } from './read-blueprint.ts';

export interface GenerateOptions {
  readonly from: string;
  readonly out: string;
  readonly target?: string;
  readonly name?: string;
  readonly templates: readonly string[];
}

function showResult(terminal: Terminal, app: GeneratedApp, folder: string): void {
  for (const path of app.changed) terminal.line(terminal.style('dim', `  ${printable(path)}`));
  const count = `${app.changed.length} of ${app.files.length} files changed`;
  terminal.line(`${terminal.style('green', '✓')} ${printable(folder)}: ${count}, for ${app.target}`);
  showReport(terminal, [{ gaps: [...app.gaps], conflicts: [...app.conflicts] }]);
  const place = relative('.', folder) || '.';
  const commands = app.target === 'next' ? 'npm install && npm run build && npm start' : 'node server.js';
  terminal.line(`\nStart it:  cd ${printable(place)} && ${commands}`);
}

/** `orchard generate`: writes an app into a folder, without a server. Edits in it are kept when it is done again. */
export async function generate(options: GenerateOptions, { terminal }: CommandContext): Promise<number> {
  const target = parseOrThrow(appTargetSchema.optional(), options.target, '--target (node or next)');
  const blueprint = await readBlueprint(options.from);
  const directory = resolve(options.out);
  const projectName = options.name ?? (blueprint.feature || basename(directory) || 'App');
  const app = await generateApp({
    blueprint,
    spec: renderSpec(blueprint),
    projectName: projectName.slice(0, 120),
    projectSlug: slugify(projectName),
    directory,
    templates: options.templates.map((folder) => resolve(folder)),
    ...(target === undefined ? {} : { target }),
  });
  showResult(terminal, app, directory);
  return 0;
}
