/** Text inside Markdown that stays text: no markup, no table cell, no new line, no link can come out of it. */
export function inline(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<>|~&]/g, '\\$&')
    .replace(/:\/\//g, '\\://')
    .replace(/\bwww\./gi, (match) => `${match.slice(0, 3)}\\.`)
    .replace(/^(?:([-+#=])|(\d+)([.)]))/, (_, mark, digits, dot) =>
      mark ? `\\${mark}` : `${digits}\\${dot}`,
    );
}

/** A table with a row per entry. Cells are Markdown already. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}
