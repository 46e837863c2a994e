import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

const sorted = (values) => [...values].sort((a, b) => a - b);
const at = (values, share) => sorted(values)[Math.min(values.length - 1, Math.floor(values.length * share))];

/** Median and spread of a sample, in the unit of its values. */
export function summary(values) {
  return { median: at(values, 0.5), p10: at(values, 0.1), p90: at(values, 0.9), n: values.length };
}

const fixed = (value) => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);

const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}`;

/** A row that could not be measured says why, and is kept. */
function printed(row, limit) {
  if (row.skipped !== undefined) return `${row.label.padEnd(52)} not measured: ${row.skipped}`;
  if (row.error !== undefined) return `${row.label.padEnd(52)} could not run: ${row.error}`;
  const cells = [
    fixed(row.median).padStart(9),
    `${fixed(row.p10)}–${fixed(row.p90)}`.padStart(17),
    (limit === undefined ? '' : fixed(row.median / limit)).padStart(9),
    String(row.n).padStart(5),
  ];
  return `${row.label.padEnd(52)} ${cells.join('')}  ${[row.durability, row.note].filter(Boolean).join('; ')}`;
}

/** Holds a target against what was measured. @returns undefined when one of the two could not run */
function judge({ id, of, over, max, min, unit = '×' }, stats) {
  const [top, bottom] = [of, over].map((label) => stats.find((row) => row.label === label)?.median);
  const bound = max === undefined ? `≥${min}` : `≤${max}`;
  const name = `${id}: ${of}${over === undefined ? '' : ` / ${over}`}`;
  if (top === undefined || (over !== undefined && bottom === undefined))
    return { name, bound, unit, value: null, met: null };
  const value = over === undefined ? top : top / bottom;
  return { name, bound, unit, value, met: max === undefined ? value >= min : value <= max };
}

function printVerdict({ name, bound, unit, value, met }) {
  const result = met === null ? 'not measured' : `${fixed(value)}${unit} ${met ? 'met' : 'MISSED'}`;
  console.log(`  target ${`${bound}${unit}`.padEnd(9)} ${result.padEnd(16)} ${name}`);
}

function save(name, result) {
  const folder = new URL('../results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const text = JSON.stringify({ name, machine, at: new Date().toISOString(), ...result }, null, 2);
  writeFileSync(new URL(`${name}.json`, folder), `${text}\n`);
}

/**
 * Prints a table of samples in one unit (milliseconds unless it is said), each as a ratio to the first row (the limit, if there is one: `ratios`),
 * then the targets with what was reached, and keeps it all as JSON in `bench/results/`.
 *
 * @param rows `{ label, values, durability?, note? }`; `{ label, error }` for what could not run, `skipped` for what is not run
 * @param targets `{ id, of, over, max | min }`: median of one row over that of another; without `over`, the median itself
 */
export function report(name, rows, { unit = 'ms', targets = [], ratios = true } = {}) {
  const stats = rows.map(({ values, note, ...row }) => ({
    ...row,
    note: note ?? '',
    ...(values === undefined ? {} : summary(values)),
  }));
  console.log(`\n${name} — ${machine}\n`);
  const medianHead = `median ${unit}`.padStart(9);
  console.log(`${''.padEnd(52)} ${medianHead}${`p10–p90 ${unit}`.padStart(17)}    ratio    n`);
  const limit = ratios ? stats[0].median : undefined;
  for (const row of stats) console.log(printed(row, limit));
  const verdicts = targets.map((target) => judge(target, stats));
  for (const verdict of verdicts) printVerdict(verdict);
  save(name, { unit, rows: stats, targets: verdicts });
}

/**
 * Prints counts, which are the same in every run, and keeps them as JSON.
 *
 * @param rows `{ label, counts: { column: number } }`, or `{ label, error }`
 * @param targets `{ id, label, column, max | min }`
 */
export function reportCounts(name, rows, { targets = [] } = {}) {
  console.log(`\n${name} — counts\n`);
  const columns = [...new Set(rows.flatMap(({ counts = {} }) => Object.keys(counts)))];
  const widths = columns.map((column) => Math.max(column.length, 8) + 2);
  console.log(`${''.padEnd(52)} ${columns.map((column, index) => column.padStart(widths[index])).join('')}`);
  for (const { label, counts, error, note } of rows) {
    const cell = (column, index) =>
      (counts[column] === undefined ? '–' : String(Number(counts[column].toFixed(2)))).padStart(
        widths[index],
      );
    const cells = error === undefined ? columns.map(cell).join('') : `could not run: ${error}`;
    console.log(`${label.padEnd(52)} ${cells}  ${note ?? ''}`);
  }
  const verdicts = targets.map(({ id, label, column, max, min }) => {
    const value = rows.find((row) => row.label === label)?.counts?.[column] ?? null;
    const bound = max === undefined ? `≥${min}` : `≤${max}`;
    const met = value === null ? null : max === undefined ? value >= min : value <= max;
    return { name: `${id}: ${column}, ${label}`, bound, unit: '', value, met };
  });
  for (const verdict of verdicts) printVerdict(verdict);
  save(name, { rows, targets: verdicts });
}
