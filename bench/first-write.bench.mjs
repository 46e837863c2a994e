import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { report } from './lib/report.mjs';
import { scratch } from './lib/scratch.mjs';

/** P15: from the start of a process to its first durable write, and opening what is there. */
const ROUNDS = 11;

/** What a script says of itself, in a folder of its own; a copy of `template`, if given. */
function run(script, template) {
  const folder = mkdtempSync(join(scratch, 'home-'));
  try {
    if (template !== undefined) cpSync(template, folder, { recursive: true });
    const path = fileURLToPath(new URL(`./lib/${script}`, import.meta.url));
    // Without this process's conditions: the built packages are measured, as users have them.
    return Number(execFileSync(process.execPath, [path, folder], { encoding: 'utf8' }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A home that somebody has used, made by a script. */
function used(script) {
  const folder = mkdtempSync(join(scratch, 'used-'));
  execFileSync(process.execPath, [fileURLToPath(new URL(`./lib/${script}`, import.meta.url)), folder]);
  return folder;
}

const RAW = 'node:sqlite, one table, one row (limit)';
const RUNNER = 'runner on an empty folder, one operation';
const PGLITE = 'PGlite on an empty folder, one table, one row';
const REOPEN = 'SQLite storage opened again, migrations checked';
const ENTRIES = [
  { label: RAW, script: 'first-write-raw.mjs', durability: 'fsync on' },
  { label: RUNNER, script: 'first-write-runner.mjs', durability: 'fsync on' },
  {
    label: 'createOrchard on an empty folder, one project',
    script: 'first-write-orchard.mjs',
    durability: 'fsync on',
  },
  { label: REOPEN, script: 'reopen.mjs', from: 'first-write-orchard.mjs', note: 'in a running process' },
  { label: PGLITE, script: 'first-write-pglite.mjs', durability: 'its default', rounds: 3 },
  {
    label: 'PGlite on a folder that is there',
    script: 'first-write-pglite.mjs',
    from: 'first-write-pglite.mjs',
    durability: 'its default',
    rounds: 3,
  },
].map((entry) => ({ rounds: ROUNDS, ...entry, values: [] }));

for (const entry of ENTRIES) {
  try {
    entry.template = entry.from === undefined ? undefined : used(entry.from);
    run(entry.script, entry.template);
  } catch (error) {
    entry.error = error.message.split('\n')[0];
  }
}
for (let round = 0; round < ROUNDS; round += 1)
  for (const { script, template, values, rounds, error } of ENTRIES)
    if (error === undefined && round < rounds) values.push(run(script, template));

const rows = ENTRIES.map(({ label, values, durability, note, error }) =>
  error === undefined ? { label, values, durability, note } : { label, error },
);
report('first-write', rows, {
  targets: [
    { id: 'P15', of: RUNNER, over: RAW, max: 2 },
    { id: 'P15', of: RUNNER, max: 50, unit: ' ms' },
    { id: 'P15', of: REOPEN, max: 5, unit: ' ms' },
    { id: 'P15', of: PGLITE, over: RUNNER, min: 80 },
  ],
});
