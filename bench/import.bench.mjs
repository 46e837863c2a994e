import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { report, reportCounts } from './lib/report.mjs';

/** P13: what importing a package's entry costs, in a process of its own each time. */
const ROUNDS = 9;
const TIMER = fileURLToPath(new URL('./lib/import-timer.mjs', import.meta.url));
const LIMIT = 'zod';
const LIGHT = ['core', 'spec', 'sdlc', 'orchestrator', 'architect'];
const packages = readdirSync(new URL('../packages/', import.meta.url))
  .filter((name) => name !== 'cli' && name !== 'testing')
  .filter((name) => existsSync(new URL(`../packages/${name}/dist/index.js`, import.meta.url)));
const ours = packages.map((name) => `@orchard-studio/${name}`);
const peers = ['@langchain/langgraph', '@mastra/core', '@dbos-inc/dbos-sdk', 'pg-boss', 'graphile-worker'];
const extra = ['@orchard-studio/architect/guided', '@orchard-studio/storage-kysely/postgres'];
const SPECIFIERS = [LIMIT, ...ours, ...extra, ...peers];

// Without this process's conditions: the built packages are measured, as users have them.
const run = (...args) =>
  JSON.parse(
    execFileSync(process.execPath, [TIMER, ...args], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .at(-1),
  );

const entries = SPECIFIERS.map((label) => ({ label, values: [] }));
const counted = entries.map((entry) => {
  try {
    return { label: entry.label, counts: { 'files read': run(entry.label, 'count').files } };
  } catch (error) {
    entry.error = error.message.split('\n').find((line) => line.includes('Error')) ?? error.message;
    return { label: entry.label, error: entry.error };
  }
});
reportCounts('import-files', counted);
for (let round = 0; round < ROUNDS; round += 1)
  for (const { label, values, error } of entries) if (error === undefined) values.push(run(label).ms);
const rows = entries.map((entry) =>
  entry.error === undefined ? entry : { label: entry.label, error: entry.error },
);
report('import', rows, {
  targets: [
    ...LIGHT.filter((name) => packages.includes(name)).map((name) => ({
      id: 'P13',
      of: `@orchard-studio/${name}`,
      over: LIMIT,
      max: 1.5,
    })),
    { id: 'P13', of: '@mastra/core', over: '@orchard-studio/orchestrator', min: 6 },
    { id: 'P13', of: '@langchain/langgraph', over: '@orchard-studio/orchestrator', min: 4 },
  ],
});
