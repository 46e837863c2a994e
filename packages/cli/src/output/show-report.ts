import type { BuildReport } from '@orchard-studio/core';
import { oneLine, type Terminal } from './terminal.ts';

function section(terminal: Terminal, title: string, lines: readonly string[]): void {
  // Several steps may say the same.
  const unique = [...new Set(lines)];
  if (unique.length === 0) return;
  terminal.line(`\n${terminal.style('yellow', title)}`);
  for (const line of unique) terminal.line(`  - ${line}`);
}

/** Prints what steps say of the app they built: what is missing, and edits that could not be merged. */
export function showReport(terminal: Terminal, reports: readonly BuildReport[]): void {
  const gaps = reports.flatMap((report) => report.gaps ?? []);
  const conflicts = reports.flatMap((report) => report.conflicts ?? []);
  section(
    terminal,
    'Not built',
    gaps.map(({ title, reason }) => `${oneLine(title)}: ${terminal.style('dim', oneLine(reason))}`),
  );
  section(
    terminal,
    'Not merged (the other version is in .orchard/conflicts)',
    conflicts.map(({ path, lines, reason }) => {
      const at = lines.map(({ from, to }) => (from === to ? from : `${from}–${to}`)).join(', ');
      const place = at === '' ? oneLine(path) : `${oneLine(path)}:${at}`;
      return `${place}: ${terminal.style('dim', oneLine(reason))}`;
    }),
  );
}
