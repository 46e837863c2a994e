import { type Blueprint, OrchardError, type ReadinessFinding } from '@orchard-studio/core';
import Handlebars from 'handlebars';
import { defaultTemplate } from './templates.ts';
import { toViewModel } from './view-model.ts';

export interface RenderSpecOptions {
  /** Handlebars text; the default template otherwise. Every string it can name is escaped already. */
  readonly template?: string;
  /** What a person chose to build in spite of; listed under "Accepted risks". */
  readonly acceptedRisks?: readonly ReadinessFinding[];
}

type Render = (view: object) => string;

/** An environment of our own: a host's helpers and partials do not leak in. */
const handlebars = Handlebars.create();
const compiled = new Map<string, Render>();
/** Compiled templates that are kept; a host uses a handful. */
const MAX_COMPILED = 16;

function compile(template: string): Render {
  // A syntax tree passed in place of text would be run as code by the compiler.
  if (typeof template !== 'string') throw new OrchardError('INVALID_INPUT', 'A template must be a string.');
  const known = compiled.get(template);
  if (known !== undefined) return known;
  const render = handlebars.compile(template, {
    strict: true,
    noEscape: true,
    knownHelpersOnly: true,
  });
  const safe: Render = (view) =>
    render(view, { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false });
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  compiled.set(template, safe);
  return safe;
}

/**
 * Renders spec.md. Deterministic: the same Blueprint and template give the same text.
 *
 * @throws INVALID_INPUT when the template cannot be compiled, or names something that does not exist.
 * @example
 * const markdown = renderSpec(blueprint);
 */
export function renderSpec(blueprint: Blueprint, options: RenderSpecOptions = {}): string {
  const view = toViewModel(blueprint, options.acceptedRisks ?? []);
  try {
    return compile(options.template ?? defaultTemplate)(view).replace(/\n{3,}/g, '\n\n');
  } catch (error) {
    if (error instanceof OrchardError) throw error;
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new OrchardError('INVALID_INPUT', `The template of spec.md cannot be rendered: ${reason}`, {
      cause: error,
    });
  }
}
