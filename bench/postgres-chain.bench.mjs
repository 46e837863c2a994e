import { countOnPostgres, raceOnPostgres } from './lib/races.mjs';
import { report, reportCounts } from './lib/report.mjs';

/** P1 and P2: a chain of steps that do nothing, on PostgreSQL. */
const STEPS = 200;
const PACE = { rounds: 5, turnMs: 500, warmUpMs: 1_500 };

const RAW = 'raw: one prepared CTE per step (limit)';
const OURS = 'orchard runner';
const DBOS = 'DBOS Transact';
const LANGGRAPH = 'LangGraph.js PostgresSaver (sync)';
const MASTRA = 'Mastra PostgresStore';
const NAMES = new Map([
  [RAW, 'raw-postgres'],
  [OURS, 'orchard-postgres'],
  ['orchard ledger alone', 'ledger-postgres'],
  [DBOS, 'dbos'],
  [LANGGRAPH, 'langgraph-postgres'],
  [MASTRA, 'mastra-postgres'],
]);

const counts = await countOnPostgres(NAMES, { method: 'chain', steps: STEPS });
reportCounts('postgres-chain-counts', counts, {
  targets: [
    { id: 'P1', label: OURS, column: 'statements/step', max: 1 },
    { id: 'P1', label: OURS, column: 'writing transactions/step', max: 1 },
    { id: 'P1', label: OURS, column: 'WAL bytes/step', max: 900 },
  ],
});

const durable = await raceOnPostgres(NAMES, { fsync: true, method: 'chain', steps: STEPS, ...PACE });
report(
  'postgres-chain-fsync',
  durable(({ gaps }) => gaps),
  {
    unit: 'µs',
    targets: [
      { id: 'P1', of: OURS, over: RAW, max: 1.3 },
      { id: 'P1', of: DBOS, over: OURS, min: 1.7 },
      { id: 'P1', of: LANGGRAPH, over: OURS, min: 3 },
    ],
  },
);

const fast = await raceOnPostgres(NAMES, { fsync: false, method: 'chain', steps: STEPS, ...PACE });
report(
  'postgres-chain-no-fsync',
  fast(({ perStep }) => perStep),
  {
    unit: 'µs',
    targets: [
      { id: 'P2', of: OURS, over: RAW, max: 1.4 },
      { id: 'P2', of: DBOS, over: OURS, min: 8 },
      { id: 'P2', of: LANGGRAPH, over: OURS, min: 14 },
      { id: 'P2', of: MASTRA, over: OURS, min: 30 },
    ],
  },
);
report(
  'postgres-chain-cpu',
  fast(({ cpuPerStep }) => cpuPerStep).map((row) => ({ ...row, note: 'CPU of the client, per step' })),
  { unit: 'µs' },
);
