import { join } from 'node:path';
import { openAll, openContestant } from './contestant.mjs';
import { postgresCounters, startPostgres } from './postgres.mjs';
import { alternate } from './rounds.mjs';
import { scratch } from './scratch.mjs';
import { startStatementProxy } from './statement-proxy.mjs';

/** Turns what was kept into rows of a report. */
const rowsOf = (contestants, kept, durability) => (valuesOf) =>
  contestants.map(({ label, error, note }) => {
    const runs = kept.get(label);
    if (error !== undefined || runs.length === 0) return { label, error };
    return { label, values: runs.flatMap(valuesOf), durability, note };
  });

async function race(contestants, { method, steps, durability, ...pace }) {
  const run = ({ contestant }) => contestant.call(method, steps);
  const kept = await alternate(contestants, { ...pace, run });
  for (const { contestant } of contestants) await contestant?.close();
  return rowsOf(contestants, kept, durability);
}

/**
 * Has contestants run `steps` steps in turn on one PostgreSQL, each in a database of its own.
 *
 * @param names files in bench/contestants by their label
 * @param pace `rounds`, `turnMs` and `warmUpMs` of `alternate`
 * @returns rows of a report, from what is to be taken of each run
 */
export async function raceOnPostgres(names, { fsync, ...options }) {
  const postgres = await startPostgres({ fsync });
  const settings = (name) => async () => ({ url: await postgres.createDatabase(name) });
  const contestants = await openAll(
    [...names].map(([label, name]) => ({ label, name, settings: settings(name) })),
  );
  const rows = await race(contestants, { ...options, durability: fsync ? 'fsync on' : 'fsync off' });
  await postgres.stop();
  return rows;
}

let files = 0;

/** The same on SQLite files. `durability` is what `PRAGMA synchronous` is set to. */
export async function raceOnSqlite(names, { durability, ...options }) {
  const settings = async () => {
    files += 1;
    return { path: join(scratch, `${files}.sqlite`), durability };
  };
  const contestants = await openAll([...names].map(([label, name]) => ({ label, name, settings })));
  return race(contestants, { ...options, durability: `WAL ${durability.toUpperCase()}` });
}

/** What a run costs from its first step to its last one, or, with `whole`, from its start to its end. */
async function countRun(contestant, look, { method, steps, whole = false }) {
  const seen = {};
  if (whole) {
    seen.first = await look();
    await contestant.call(method, steps);
    seen.last = await look();
    return { seen, per: steps };
  }
  const atEdge = async (edge) => {
    seen[edge] = await look();
  };
  await contestant.call(method, steps, { atEdge });
  return { seen, per: steps - 1 };
}

async function countOne(postgres, name, options) {
  const url = new URL(await postgres.createDatabase(`count_${name}`));
  const proxy = await startStatementProxy(postgres.port);
  url.port = String(proxy.port);
  const contestant = await openContestant(name, { url: url.href });
  try {
    await contestant.call(options.method, options.steps);
    const look = async () => ({
      ...(await postgresCounters(postgres.admin)),
      statements: proxy.statements,
    });
    const { seen, per } = await countRun(contestant, look, options);
    const perStep = (counter) => (seen.last[counter] - seen.first[counter]) / per;
    return {
      'statements/step': perStep('statements'),
      'writing transactions/step': perStep('transactions'),
      'WAL bytes/step': perStep('wal'),
    };
  } finally {
    await contestant.close();
    proxy.close();
  }
}

/** What reaches PostgreSQL per step: by the server's own counters, and a proxy's. See `countRun`. */
export async function countOnPostgres(names, options) {
  const postgres = await startPostgres({ fsync: false });
  const rows = [];
  for (const [label, name] of names) {
    try {
      rows.push({ label, counts: await countOne(postgres, name, options) });
    } catch (error) {
      rows.push({ label, error: error.message });
    }
  }
  await postgres.stop();
  return rows;
}
