/** Where a chosen theme is remembered; `public/theme.js` reads it before the first paint. */
const THEME_KEY = 'orchard-theme';

export type Theme = 'light' | 'dark';

/** The theme that is shown now. */
export function currentTheme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** Shows a theme and remembers it. */
export function chooseTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(THEME_KEY, theme);
  } catch {
    // It holds for this page then.
  }
}
