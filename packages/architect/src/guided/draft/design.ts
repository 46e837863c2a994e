import type { DesignToken } from '@orchard-studio/core';
import type { Look } from '../lexicon/looks.ts';
import { type Basis, type Draft, itemFields } from './draft.ts';

type Value = Pick<DesignToken, 'name' | 'type' | 'value'>;

function valuesOf(look: Look): readonly Value[] {
  return [
    ...Object.entries(look.colors).map(([name, value]) => ({
      name: `color.${name}`,
      type: 'color' as const,
      value,
    })),
    { name: 'font.body', type: 'fontFamily', value: look.font },
    { name: 'radius.control', type: 'dimension', value: look.radius },
  ];
}

/** Settles the look: style, density and tokens. Tokens keep their ids; locked ones stay as they are. */
export function applyLook(draft: Draft, look: Look, basis: Basis): readonly string[] {
  const section = draft.content.sections.designSystem;
  section.style = look.key;
  section.density = look.density;
  for (const value of valuesOf(look)) {
    const known = section.tokens.find((token) => token.name === value.name);
    const { origin, sources } = basis;
    if (known === undefined) section.tokens.push({ ...itemFields(draft, 'token', basis), ...value });
    else if (!known.locked) Object.assign(known, { ...value, origin, sources: [...sources] });
  }
  return ['/sections/designSystem'];
}
