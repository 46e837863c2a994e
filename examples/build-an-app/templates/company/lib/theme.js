/**
 * @import { Palette, Theme } from './types.d.ts'
 */

const NAMES = ['background', 'surface', 'text', 'muted', 'border', 'accent', 'link'];

/** @param {Palette} palette */
const properties = (palette) =>
  [...Object.entries(palette).filter(([name]) => NAMES.includes(name)), ['on-accent', palette.onAccent]]
    .map(([name, value]) => `--${name}: ${value};`)
    .join(' ');

/**
 * Our look, in place of the built-in `lib/theme.js`: the plan's colours, our typeface, square corners, a line on top.
 *
 * @param {Theme} theme
 */
export const themeCss = (theme) => `:root {
  ${properties(theme.light)}
  --font-body: Georgia, 'Times New Roman', serif;
  --font-heading: Georgia, 'Times New Roman', serif;
  --radius: 2px;
  --density: 1;
}
@media (prefers-color-scheme: dark) {
  :root { ${properties(theme.dark)} }
}
body {
  border-top: 6px solid var(--accent);
}
`;
