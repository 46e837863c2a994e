import type { TemplateView } from '@orchard-studio/core';
import { orderTemplates } from './order.ts';
import { readTemplates } from './read-template.ts';

export interface ListTemplatesOptions {
  /** Folders of the host's own templates. */
  readonly templates?: readonly string[];
}

/**
 * The templates apps are composed of, in the order in which they are laid over each other.
 *
 * @throws CONFIG_INVALID when a template cannot be used.
 * @example (await listTemplates()).map(({ name }) => name) // ['base', 'data', …]
 */
export async function listTemplates(options: ListTemplatesOptions = {}): Promise<readonly TemplateView[]> {
  const templates = orderTemplates(await readTemplates(options.templates));
  return templates.map(({ manifest }) => ({ ...manifest }));
}
