import type { DesignToken, Sections } from '@orchard-studio/core';
import type { Gap, Theme } from '../model/app-model.ts';
import { cleanText } from '../model/names.ts';
import { parseColor, type Rgb } from './color.ts';
import { palettes } from './palette.ts';

const SYSTEM_FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const GENERIC = new Set([
  'serif',
  'sans-serif',
  'monospace',
  'system-ui',
  'ui-serif',
  'ui-sans-serif',
  'ui-rounded',
]);
const DEFAULT_RADIUS = '8px';

/** A font list made anew from its names, so that nothing but names can come through. */
function fontStack(value: string): string | undefined {
  const names = value
    .split(',')
    .slice(0, 8)
    .map((name) => name.trim().replace(/^["']|["']$/g, ''))
    .filter((name) => /^[A-Za-z0-9][A-Za-z0-9 _-]{0,59}$/.test(name));
  if (names.length === 0) return undefined;
  const written = names.map((name) => (GENERIC.has(name.toLowerCase()) ? name.toLowerCase() : `"${name}"`));
  return names.some((name) => GENERIC.has(name.toLowerCase()))
    ? written.join(', ')
    : `${written.join(', ')}, ${SYSTEM_FONT}`;
}

function length(value: string): string | undefined {
  const [, number, unit = 'px'] = /^(\d{1,3}(?:\.\d{1,3})?)(px|rem|em)?$/i.exec(value.trim()) ?? [];
  if (number === undefined) return undefined;
  const pixels = unit.toLowerCase() === 'px' ? Number(number) : Number(number) * 16;
  return pixels <= 32 ? `${number}${unit.toLowerCase()}` : undefined;
}

export interface DerivedTheme {
  readonly theme: Theme;
  readonly gaps: readonly Gap[];
}

/** Colours, fonts and corners of the app. What cannot be used safely or readably is left out and said so. */
export function deriveTheme(design: Sections['designSystem']): DerivedTheme {
  const gaps: Gap[] = [];
  const tokens = new Map<string, DesignToken>();
  for (const token of design.tokens) {
    if (token.status !== 'rejected') tokens.set(token.name.toLowerCase(), token);
  }
  const note = (title: string, reason: string): void => {
    gaps.push({ kind: 'design', title, reason });
  };
  const read = <T>(names: readonly string[], parse: (value: string) => T | undefined): T | undefined => {
    const token = names.map((name) => tokens.get(name)).find((found) => found !== undefined);
    if (token === undefined) return undefined;
    const value = parse(token.value);
    if (value === undefined) {
      note(
        `Design token ${cleanText(token.name, 80)}`,
        `"${cleanText(token.value, 80)}" cannot be used, so the default stands.`,
      );
    }
    return value;
  };
  const color = (...names: string[]): Rgb | undefined =>
    read(
      names.map((name) => `color.${name}`),
      parseColor,
    );
  const { light, dark, refused } = palettes({
    accent: color('accent', 'primary', 'brand'),
    background: color('background', 'bg'),
    surface: color('surface'),
    text: color('text', 'foreground'),
  });
  if (refused)
    note('Colours', 'The text could not be read on the background asked for, so the default colours stand.');
  const fontBody = read(['font.body', 'font.family', 'font.base'], fontStack) ?? SYSTEM_FONT;
  return {
    theme: {
      light,
      dark,
      fontBody,
      fontHeading: read(['font.heading', 'font.display'], fontStack) ?? fontBody,
      radius: read(['radius.control', 'radius.base', 'radius'], length) ?? DEFAULT_RADIUS,
      density: design.density === 'unset' ? 'comfortable' : design.density,
    },
    gaps,
  };
}
