/**
 * @import { Palette, Theme } from './types.d.ts'
 */

/** @param {Palette} palette */
const properties = (palette) =>
  Object.entries({
    background: palette.background,
    surface: palette.surface,
    text: palette.text,
    muted: palette.muted,
    border: palette.border,
    accent: palette.accent,
    'on-accent': palette.onAccent,
    link: palette.link,
  })
    .map(([name, value]) => `--${name}: ${value};`)
    .join(' ');

const SPACING = { compact: '0.75', comfortable: '1', spacious: '1.3' };

/**
 * The design tokens of the model as CSS variables.
 *
 * @param {Theme} theme
 */
export const themeCss = (theme) => `:root {
  ${properties(theme.light)}
  --font-body: ${theme.fontBody};
  --font-heading: ${theme.fontHeading};
  --radius: ${theme.radius};
  --density: ${SPACING[theme.density]};
}
@media (prefers-color-scheme: dark) {
  :root { ${properties(theme.dark)} }
}
`;
