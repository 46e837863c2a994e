import { countOnPostgres, raceOnPostgres, raceOnSqlite } from './lib/races.mjs';
import { report, reportCounts } from './lib/report.mjs';

/** P5: 1,000 steps that do nothing and need nothing, 100 at once. Everything is timed, the start included. */
const STEPS = 1_000;
const PACE = { method: 'fanOut', steps: STEPS, rounds: 4, turnMs: 300, warmUpMs: 1_000 };
const total = ({ totalMs }) => totalMs;

const OURS = 'orchard runner';
const DBOS = 'DBOS Transact';
const LANGGRAPH = 'LangGraph.js PostgresSaver (sync)';
const GRAPHILE = 'graphile-worker, batched (a queue)';
const RAW = 'raw: prepared CTEs of 100 steps (limit)';
const NAMES = new Map([
  [RAW, 'raw-postgres'],
  [OURS, 'orchard-postgres'],
  [DBOS, 'dbos'],
  [LANGGRAPH, 'langgraph-postgres'],
  ['Mastra PostgresStore, foreach', 'mastra-postgres'],
  [GRAPHILE, 'graphile-worker'],
  ['pg-boss, batches of 100 (a queue)', 'pg-boss'],
]);
reportCounts('fan-out-counts', await countOnPostgres(NAMES, { method: 'fanOut', steps: STEPS, whole: true }));
const postgres = await raceOnPostgres(NAMES, { fsync: true, ...PACE });
report('fan-out-postgres', postgres(total), {
  targets: [
    { id: 'P5', of: OURS, over: RAW, max: 2 },
    { id: 'P5', of: DBOS, over: OURS, min: 40 },
    { id: 'P5', of: LANGGRAPH, over: OURS, min: 20 },
    { id: 'P5', of: GRAPHILE, over: OURS, min: 1.2 },
  ],
});

const RAW_SQLITE = 'raw: node:sqlite, transactions of 100 steps (limit)';
const SQLITE = new Map([
  [RAW_SQLITE, 'raw-sqlite'],
  [OURS, 'orchard-sqlite'],
  ['LangGraph.js SqliteSaver (sync, on node:sqlite)', 'langgraph-sqlite'],
  ['Mastra LibSQLStore, foreach', 'mastra-libsql'],
]);
const sqlite = await raceOnSqlite(SQLITE, { durability: 'normal', ...PACE });
report('fan-out-sqlite', sqlite(total), { targets: [{ id: 'P5', of: OURS, over: RAW_SQLITE, max: 2.5 }] });
