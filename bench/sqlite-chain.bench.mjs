import { raceOnSqlite } from './lib/races.mjs';
import { report } from './lib/report.mjs';

/** P3 and P4: a chain of steps that do nothing, on a SQLite file. */
const STEPS = 200;
const PACE = { method: 'chain', steps: STEPS, rounds: 7, turnMs: 400, warmUpMs: 1_500 };

const RAW = 'raw: node:sqlite, prepared (limit)';
const OURS = 'orchard runner';
const LANGGRAPH = 'LangGraph.js SqliteSaver (sync, on node:sqlite)';
const MASTRA = 'Mastra LibSQLStore';
const OWN = new Map([
  [RAW, 'raw-sqlite'],
  [OURS, 'orchard-sqlite'],
  ['orchard ledger alone', 'ledger-sqlite'],
]);
const ALL = new Map([...OWN, [LANGGRAPH, 'langgraph-sqlite'], [MASTRA, 'mastra-libsql']]);

const normal = await raceOnSqlite(ALL, { durability: 'normal', ...PACE });
report(
  'sqlite-chain-normal',
  normal(({ perStep }) => perStep),
  {
    unit: 'µs',
    targets: [
      { id: 'P3', of: OURS, over: RAW, max: 1.6 },
      { id: 'P3 (10,000 steps/s)', of: OURS, max: 100, unit: ' µs' },
      { id: 'P3', of: LANGGRAPH, over: OURS, min: 14 },
      { id: 'P3', of: MASTRA, over: OURS, min: 35 },
    ],
  },
);

const full = await raceOnSqlite(OWN, { durability: 'full', ...PACE });
report(
  'sqlite-chain-full',
  full(({ perStep }) => perStep),
  { unit: 'µs', targets: [{ id: 'P4', of: OURS, over: RAW, max: 1.15 }] },
);
