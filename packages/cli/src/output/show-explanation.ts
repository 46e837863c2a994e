import type { StepExplanation, TreeExplanation } from '@orchard-studio/orchestrator';
import { showTable } from './table.ts';
import { oneLine, type Terminal } from './terminal.ts';
import { mergeRows, OTHERS, truthColumns } from './truth-rows.ts';
import { pad, widthOf } from './width.ts';

/** With more needs the table holds only the rows that tell something. */
const WHOLE_UP_TO = 3;
/** Room for what a row leads to, with the margin. */
const LONGEST_END = 22;

/** How many results a column may hold: others than needs cannot be skipped together. */
const resultsOf = (title: string | undefined): number => (title === OTHERS ? 3 : 4);

const LEADS_TO = {
  run: { text: 'runs', style: 'green' },
  skip: { text: 'is skipped', style: 'dim' },
  depends: { text: 'depends on values', style: 'yellow' },
  fails: { text: 'fails: condition', style: 'red' },
} as const;

function kindOf({ uses, matrix }: StepExplanation): string {
  const kind = uses === 'shell' ? 'run' : uses;
  return matrix ? `${kind}, once per combination` : kind;
}

function whenOf(step: StepExplanation): string {
  if (step.condition !== null) return `if ${oneLine(step.condition)}`;
  if (step.finally) return 'always';
  return step.needs.length === 0 ? 'at once' : `when ${step.needs.join(', ')} succeeded`;
}

function showWaves(terminal: Terminal, { waves, steps }: TreeExplanation): void {
  const byKey = new Map(steps.map((step) => [step.key, step]));
  const rows = waves.flatMap((keys, at) =>
    keys.map((key, index) => {
      const step = byKey.get(key);
      if (step === undefined) return [];
      const wave = step.finally ? `finally ${at + 1}` : String(at + 1);
      return [index === 0 ? wave : '', { text: key, style: 'bold' } as const, kindOf(step), whenOf(step)];
    }),
  );
  showTable(terminal, {
    columns: [{ title: 'WAVE' }, { title: 'STEP' }, { title: 'DOES' }, { title: 'RUNS', shrinks: true }],
    rows,
  });
}

type Row = readonly [cells: readonly string[], leadsTo: keyof typeof LEADS_TO];

/** A block a row, where a table would be wider than the terminal. */
function showBlocks(terminal: Terminal, columns: readonly string[], rows: readonly Row[]): void {
  const width = Math.max(...columns.map(widthOf));
  for (const [cells, leadsTo] of rows) {
    const { text, style } = LEADS_TO[leadsTo];
    terminal.line(`  ${terminal.style(style, text)} after`);
    for (const [at, title] of columns.entries())
      terminal.line(`    ${pad(title, width)}  ${cells[at] ?? ''}`);
  }
}

function showRows(terminal: Terminal, columns: readonly string[], rows: readonly Row[]): void {
  const wide = columns.reduce(
    (sum, title, at) =>
      sum + 2 + Math.max(widthOf(title), ...rows.map(([cells]) => widthOf(cells[at] ?? ''))),
    LONGEST_END,
  );
  if (wide > Math.min(terminal.width, 120)) showBlocks(terminal, columns, rows);
  else
    showTable(terminal, {
      columns: [...columns.map((title) => ({ title })), { title: '' }],
      rows: rows.map(([cells, leadsTo]) => [...cells, LEADS_TO[leadsTo]]),
      indent: '  ',
    });
}

/** The rows in which it may run; all others are one line. */
function showTruth(terminal: Terminal, step: StepExplanation): void {
  const { style } = terminal;
  const columns = truthColumns(step.table);
  const merged = mergeRows(step.table);
  const rows = merged
    .filter(({ leadsTo }) => leadsTo !== 'skip')
    .map(
      ({ cells, leadsTo }): Row => [
        cells.map((cell, at) => (cell.length === resultsOf(columns[at]) ? 'any' : cell.join(', '))),
        leadsTo,
      ],
    );
  terminal.line(`\n${style('bold', step.key)}  ${style('cyan', whenOf(step))}`);
  if (columns.length === 0)
    terminal.line(
      `  ${style(LEADS_TO[rows[0]?.[1] ?? 'skip'].style, LEADS_TO[rows[0]?.[1] ?? 'skip'].text)}`,
    );
  else if (rows.length > 0) showRows(terminal, columns, rows);
  if (columns.length > 0 && rows.length < merged.length)
    terminal.line(`  ${rows.length === 0 ? 'is skipped in any case' : style('dim', 'is skipped otherwise')}`);
  if (step.needs.length > WHOLE_UP_TO)
    terminal.line(style('dim', `  (${step.needs[0]} stands for any of its ${step.needs.length} needs.)`));
}

/** Prints in which order the steps of a tree run, and which results of their needs make those with a condition run. */
export function showExplanation(terminal: Terminal, explanation: TreeExplanation): void {
  const { name, maxParallel, failFast, steps } = explanation;
  const ends = failFast ? ', the first failure ends the others' : '';
  terminal.line(
    `${terminal.style('bold', oneLine(name))}  ${terminal.style('dim', `at most ${maxParallel} steps at once${ends}`)}\n`,
  );
  showWaves(terminal, explanation);
  for (const step of steps) if (step.condition !== null) showTruth(terminal, step);
}
