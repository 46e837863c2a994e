import type { AppTarget } from '@orchard-studio/core';
import type { Template } from './manifest.ts';
import { refusal } from './refuse.ts';

const nameOf = (template: Template): string => template.manifest.name;

function checkNames(templates: readonly Template[], target: AppTarget | undefined): void {
  const names = new Map(templates.map((template) => [nameOf(template), template]));
  if (names.size < templates.length) {
    const twice = templates.find((template) => names.get(nameOf(template)) !== template);
    throw refusal(twice === undefined ? '' : nameOf(twice), 'there is another template of this name.');
  }
  for (const { manifest } of templates) {
    if (target !== undefined && !manifest.targets.includes(target)) continue;
    for (const wanted of manifest.requires) {
      const found = names.get(wanted);
      if (found === undefined) throw refusal(manifest.name, `it requires "${wanted}", which does not exist.`);
      if (target !== undefined && !found.manifest.targets.includes(target))
        throw refusal(
          manifest.name,
          `it requires "${wanted}", which is not made for the target "${target}".`,
        );
    }
  }
}

/** Follows requirements among the templates that could not be ordered until one comes round again. */
function circleIn(left: readonly Template[]): string {
  const trail: string[] = [];
  let name = left[0]?.manifest.name;
  while (name !== undefined && !trail.includes(name)) {
    trail.push(name);
    const template = left.find((each) => nameOf(each) === name);
    name = template?.manifest.requires.find((wanted) => left.some((each) => nameOf(each) === wanted));
  }
  return [...trail, name ?? ''].join(' → ');
}

/**
 * The templates in the order in which their files are laid over each other: each after what it requires, the host's
 * after the built-in ones, else as given. With a target, only those made for it.
 *
 * @throws CONFIG_INVALID for a name that is there twice, an unknown requirement, or a circle.
 */
export function orderTemplates(templates: readonly Template[], target?: AppTarget): readonly Template[] {
  checkNames(templates, target);
  let left = templates
    .filter(({ manifest }) => target === undefined || manifest.targets.includes(target))
    .toSorted((a, b) => Number(b.builtIn) - Number(a.builtIn));
  const ordered: Template[] = [];
  while (left.length > 0) {
    const waiting = new Set(left.map(nameOf));
    const next = left.find(({ manifest }) => !manifest.requires.some((wanted) => waiting.has(wanted)));
    if (next === undefined) {
      const circle = circleIn(left);
      throw refusal(circle.split(' ', 1)[0] ?? '', `templates require each other in a circle: ${circle}.`);
    }
    ordered.push(next);
    left = left.filter((template) => template !== next);
  }
  return ordered;
}
