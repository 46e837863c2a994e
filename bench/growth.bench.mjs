import { join } from 'node:path';
import { openContestant } from './lib/contestant.mjs';
import { postgresCounters, startPostgres } from './lib/postgres.mjs';
import { report, reportCounts, summary } from './lib/report.mjs';
import { scratch } from './lib/scratch.mjs';

/** P6: whether a step costs more in a long chain than in a short one. A ratio of 1 is no growth. */
const BUDGET_MS = 20_000;
const MANY = { small: 100, large: 10_000, rounds: 2 };
const FEW = { small: 100, large: 1_000, rounds: 2 };
const CONTESTANTS = [
  { label: 'orchard, PostgreSQL, 100 to 10,000 steps', name: 'orchard-postgres', ...MANY },
  { label: 'orchard, SQLite, 100 to 10,000 steps', name: 'orchard-sqlite', ...MANY },
  { label: 'orchard, PostgreSQL, 100 to 1,000 steps', name: 'orchard-postgres', ...FEW },
  { label: 'DBOS Transact, 100 to 1,000 steps', name: 'dbos', ...FEW },
  { label: 'LangGraph.js PostgresSaver, 100 to 1,000 steps', name: 'langgraph-postgres', ...FEW },
  { label: 'Mastra PostgresStore, 100 to 1,000 steps', name: 'mastra-postgres', ...FEW, rounds: 1 },
];

/** Short chains until as many steps have run as in a long one, at most ten times. */
async function shortChains(contestant, { small, large }) {
  const values = [];
  for (let run = 0; run < Math.min(10, large / small); run += 1)
    values.push((await contestant.call('chain', small)).perStep);
  return summary(values).median;
}

async function growthOf(contestant, entry) {
  const values = [];
  const from = performance.now();
  for (let round = 0; round < entry.rounds && performance.now() - from < BUDGET_MS; round += 1) {
    const before = await shortChains(contestant, entry);
    const large = (await contestant.call('chain', entry.large)).perStep;
    const after = await shortChains(contestant, entry);
    values.push((2 * large) / (before + after));
  }
  return values;
}

async function walPerStep(contestant, admin, steps) {
  const seen = {};
  const atEdge = async (edge) => {
    seen[edge] = await postgresCounters(admin);
  };
  await contestant.call('chain', steps, { atEdge });
  return (seen.last.wal - seen.first.wal) / (steps - 1);
}

const postgres = await startPostgres({ fsync: false });
const rows = [];
const walRows = [];

/** Counted first: that warms it up, too. */
async function measure(contestant, { label, ...entry }, onPostgres) {
  if (onPostgres) {
    const counts = {
      'WAL B/step, short': await walPerStep(contestant, postgres.admin, entry.small),
      'WAL B/step, long': await walPerStep(contestant, postgres.admin, entry.large),
    };
    const growth = counts['WAL B/step, long'] / counts['WAL B/step, short'];
    walRows.push({ label, counts: { ...counts, growth } });
  } else await contestant.call('chain', entry.large / 10);
  const durability = onPostgres ? 'fsync off' : 'WAL NORMAL';
  rows.push({ label, values: await growthOf(contestant, entry), durability });
}

for (const [at, { name, ...entry }] of CONTESTANTS.entries()) {
  const onPostgres = !name.endsWith('sqlite');
  let contestant;
  try {
    const settings = onPostgres
      ? { url: await postgres.createDatabase(`growth_${at}`) }
      : { path: join(scratch, `${at}.sqlite`), durability: 'normal' };
    contestant = await openContestant(name, settings);
    await measure(contestant, entry, onPostgres);
  } catch (error) {
    rows.push({ label: entry.label, error: error.message });
  }
  await contestant?.close();
}
await postgres.stop();
reportCounts('growth-wal', walRows, {
  targets: [{ id: 'P6', label: CONTESTANTS[0].label, column: 'growth', max: 1.15 }],
});
report('growth', rows, {
  unit: '×',
  ratios: false,
  targets: CONTESTANTS.slice(0, 2).map(({ label }) => ({ id: 'P6', of: label, max: 1.15 })),
});
