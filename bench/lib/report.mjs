import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

const sorted = (values) => [...values].sort((a, b) => a - b);
const at = (values, share) => sorted(values)[Math.min(values.length - 1, Math.floor(values.length * share))];

/** Median and spread of a sample, in the unit of its values. */
export function summary(values) {
  return { median: at(values, 0.5), p10: at(values, 0.1), p90: at(values, 0.9), n: values.length };
}

const fixed = (value) => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);

/**
 * Prints a table of samples in one unit (milliseconds unless it is said), each as a ratio to the first row (the limit),
 * and keeps it as JSON in `bench/results/`.
 */
export function report(name, rows, { unit = 'ms' } = {}) {
  const stats = rows.map(({ label, values, note }) => ({ label, note: note ?? '', ...summary(values) }));
  const limit = stats[0].median;
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}`;
  console.log(`\n${name} — ${machine}\n`);
  console.log(`${''.padEnd(52)} median ${unit}   p10–p90 ${unit}        ratio   n`);
  for (const row of stats) {
    const spread = `${fixed(row.p10)}–${fixed(row.p90)}`;
    const cells = [
      fixed(row.median).padStart(9),
      spread.padStart(14),
      fixed(row.median / limit).padStart(10),
      String(row.n).padStart(4),
    ];
    console.log(`${row.label.padEnd(52)} ${cells.join('')}  ${row.note}`);
  }
  const folder = new URL('../results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const result = { name, machine, unit, at: new Date().toISOString(), rows: stats };
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(result, null, 2)}\n`);
}
