// Runs before the first paint, so that a remembered theme does not flash. The rest is in lib/theme.ts.
try {
  const theme = localStorage.getItem('orchard-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is forbidden: the system's preference holds.
}
