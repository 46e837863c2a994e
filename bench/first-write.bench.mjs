import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { report } from './lib/report.mjs';

const ROUNDS = 15;

/** Milliseconds from the start of a process to its first durable write, by its own clock. */
function run(script) {
  const folder = mkdtempSync(join(tmpdir(), 'orchard-bench-'));
  try {
    const path = fileURLToPath(new URL(`./lib/${script}`, import.meta.url));
    // Without this process's conditions: the built packages are measured, as users have them.
    return Number(execFileSync(process.execPath, [path, folder], { encoding: 'utf8' }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const samples = { raw: [], orchard: [] };
run('first-write-raw.mjs');
run('first-write-orchard.mjs');
for (let round = 0; round < ROUNDS; round += 1) {
  samples.raw.push(run('first-write-raw.mjs'));
  samples.orchard.push(run('first-write-orchard.mjs'));
}
report('first-write', [
  { label: 'node:sqlite, one table, one row (limit)', values: samples.raw, note: 'fsync on' },
  { label: 'createOrchard on an empty folder, one project', values: samples.orchard, note: 'fsync on' },
]);
