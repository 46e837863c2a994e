import type { Style, Terminal } from './terminal.ts';
import { pad, widthOf } from './width.ts';

export interface Column {
  readonly title: string;
  /** The one that gives way when the terminal is too narrow. */
  readonly shrinks?: boolean;
}

/** One line without control characters; styled as a whole. */
export type Cell = string | { readonly text: string; readonly style: Style };

const GAP = 2;
const MIN_WIDTH = 8;

const textOf = (cell: Cell | undefined): string => (typeof cell === 'object' ? cell.text : (cell ?? ''));

function widths(columns: readonly Column[], rows: readonly (readonly Cell[])[], room: number) {
  const natural = columns.map(({ title }, at) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(textOf(row[at])))),
  );
  const over = natural.reduce((sum, width) => sum + width + GAP, -GAP) - room;
  return natural.map((width, at) =>
    columns[at]?.shrinks === true && over > 0 ? Math.max(MIN_WIDTH, width - over) : width,
  );
}

/** Prints rows below titles, no wider than the terminal as long as the column that shrinks has something to give. */
export function showTable(
  terminal: Terminal,
  {
    columns,
    rows,
    indent = '',
  }: {
    readonly columns: readonly Column[];
    readonly rows: readonly (readonly Cell[])[];
    readonly indent?: string;
  },
): void {
  const wide = widths(columns, rows, terminal.width - indent.length);
  const last = columns.length - 1;
  const print = (cells: readonly Cell[]): void => {
    const shown = wide.map((width, at) => {
      const cell = cells[at];
      const padded = pad(textOf(cell), width);
      const text = at === last ? padded.trimEnd() : padded;
      return typeof cell === 'object' ? terminal.style(cell.style, text) : text;
    });
    terminal.line(indent + shown.join(' '.repeat(GAP)));
  };
  print(columns.map(({ title }) => ({ text: title, style: 'dim' })));
  for (const row of rows) print(row);
}
