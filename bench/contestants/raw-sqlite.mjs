import { DatabaseSync } from 'node:sqlite';

const TABLES = `
CREATE TABLE runs (id TEXT PRIMARY KEY, version INTEGER NOT NULL, last_seq INTEGER NOT NULL, status TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE steps (run TEXT NOT NULL, key TEXT NOT NULL, status TEXT NOT NULL, attempt INTEGER NOT NULL,
  epoch INTEGER NOT NULL, worker TEXT, lease_until TEXT, outputs TEXT, started_at TEXT, finished_at TEXT,
  PRIMARY KEY (run, key)) STRICT, WITHOUT ROWID;
CREATE TABLE events (run TEXT NOT NULL, seq INTEGER NOT NULL, type TEXT NOT NULL, step TEXT, at TEXT NOT NULL,
  body TEXT NOT NULL, PRIMARY KEY (run, seq)) STRICT, WITHOUT ROWID`;

/** The limit: node:sqlite, six prepared statements for each transition, synchronously. */
export async function open({ path, durability }) {
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${durability.toUpperCase()}; ${TABLES}`);
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const newRun = database.prepare(`INSERT INTO runs VALUES (?, 0, 0, 'running')`);
  const newStep = database.prepare(
    `INSERT INTO steps (run, key, status, attempt, epoch) VALUES (?, ?, 'pending', 0, 0)`,
  );
  const move = database.prepare(
    'UPDATE runs SET version = version + 1, last_seq = last_seq + ?3 WHERE id = ?1 AND version = ?2 RETURNING last_seq',
  );
  const done = database.prepare(
    `UPDATE steps SET status = 'succeeded', outputs = ?3, finished_at = ?4, lease_until = NULL WHERE run = ?1 AND key = ?2`,
  );
  const claim = database.prepare(
    `UPDATE steps SET status = 'running', attempt = 1, epoch = 1, worker = 'wrk_0123456789', lease_until = ?3,
     started_at = ?4 WHERE run = ?1 AND key = ?2`,
  );
  const event = database.prepare(`INSERT INTO events VALUES (?, ?, 'step', ?, ?, ?)`);

  let runs = 0;
  const start = (n) => {
    runs += 1;
    const id = `run_${runs}`;
    begin.run();
    newRun.run(id);
    for (let at = 0; at <= n; at += 1) newStep.run(id, `step_${at}`);
    commit.run();
    return id;
  };
  const transition = (id, version, ended, started) => {
    const now = new Date();
    const at = now.toISOString();
    const lease = new Date(now.getTime() + 15_000).toISOString();
    begin.run();
    let seq = Number(move.get(id, version, ended.length + started.length).last_seq);
    seq -= ended.length + started.length;
    for (const [n, key] of ended.entries()) {
      done.run(id, key, JSON.stringify({ n }), at);
      seq += 1;
      event.run(
        id,
        seq,
        key,
        at,
        JSON.stringify({ status: 'complete', attempt: 1, epoch: 1, phase: 'implement' }),
      );
    }
    for (const key of started) {
      claim.run(id, key, lease, at);
      seq += 1;
      event.run(
        id,
        seq,
        key,
        at,
        JSON.stringify({ status: 'in_progress', attempt: 1, epoch: 1, phase: 'implement' }),
      );
    }
    commit.run();
  };
  return {
    chain: async (n, step) => {
      const id = start(n);
      for (let at = 0; at < n; at += 1) {
        step();
        transition(id, at, [`step_${at}`], [`step_${at + 1}`]);
      }
    },
    fanOut: async (n, step) => {
      const id = start(n);
      let ended = [];
      for (let version = 0; version <= Math.ceil(n / 100); version += 1) {
        const from = version * 100;
        const started = Array.from(
          { length: Math.max(0, Math.min(100, n - from)) },
          (_, at) => `step_${from + at}`,
        );
        transition(id, version, ended, started);
        for (const _ of started) step();
        ended = started;
      }
    },
    close: () => database.close(),
  };
}
