import { listTemplates } from '@orchard-studio/executor-scaffold';
import { loadConfig } from '../config.ts';
import { printable } from '../output/terminal.ts';
import type { CommandContext } from './context.ts';

export interface TemplatesOptions {
  readonly config?: string;
}

/** `orchard templates`: what apps are composed of, in the order in which it is laid over each other. */
export async function templates(
  options: TemplatesOptions,
  { terminal, env }: CommandContext,
): Promise<number> {
  const { templates: folders = [] } = await loadConfig(options.config, env);
  const listed = await listTemplates({ templates: folders });
  const width = Math.max(...listed.map(({ name }) => name.length));
  for (const { name, targets, description } of listed) {
    const made = terminal.style('dim', targets.join(', ').padEnd('node, next'.length));
    terminal.line(`${terminal.style('bold', name.padEnd(width))}  ${made}  ${printable(description)}`);
  }
  return 0;
}
