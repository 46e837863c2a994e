import pg from 'pg';

/** Only what a durable runner must keep: where the operation is, what its steps are, and a numbered log. */
const TABLES = `
CREATE TABLE runs (
  ordinal bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, version integer NOT NULL, last_seq integer NOT NULL,
  id text COLLATE "C" NOT NULL UNIQUE, status text NOT NULL
) WITH (fillfactor = 50);
CREATE TABLE steps (
  run bigint NOT NULL, key text COLLATE "C" NOT NULL, status text NOT NULL, attempt integer NOT NULL,
  epoch integer NOT NULL, worker text, lease_until timestamptz, outputs text, started_at timestamptz,
  finished_at timestamptz, PRIMARY KEY (run, key)
) WITH (fillfactor = 50);
CREATE TABLE events (
  run bigint NOT NULL, seq integer NOT NULL, at timestamptz NOT NULL, type text NOT NULL, step text, body text NOT NULL,
  PRIMARY KEY (run, seq)
)`;
const START = `WITH made AS (INSERT INTO runs (version, last_seq, id, status) VALUES (0, 0, $1, 'running') RETURNING ordinal)
  INSERT INTO steps (run, key, status, attempt, epoch)
  SELECT made.ordinal, 'step_' || n, 'pending', 0, 0 FROM made, generate_series(0, $2::int) n`;

/**
 * Done and next started, in one statement: the run's version, two steps, two events. The subqueries make the planner use
 * the index of the steps, whatever it knows about the tables.
 */
const MOVE = `WITH moved AS (
    UPDATE runs SET version = version + 1, last_seq = last_seq + 2 WHERE id = $1 AND version = $2
    RETURNING ordinal, last_seq),
  done AS (
    UPDATE steps s SET status = 'succeeded', outputs = $4, lease_until = NULL, finished_at = now()
    WHERE s.run = (SELECT ordinal FROM moved) AND s.key = $3 AND s.epoch <= 1),
  claimed AS (
    UPDATE steps s SET status = 'running', attempt = 1, epoch = 1, worker = $6,
      lease_until = now() + interval '15 seconds', started_at = now()
    WHERE s.run = (SELECT ordinal FROM moved) AND s.key = $5),
  logged AS (
    INSERT INTO events (run, seq, at, type, step, body)
    SELECT ordinal, last_seq - 1, now(), 'step', $3, $7 FROM moved
    UNION ALL SELECT ordinal, last_seq, now(), 'step', $5, $8 FROM moved)
  SELECT last_seq FROM moved`;

/** The same for many steps at once: $3 are done, $5 are started. */
const MOVE_MANY = `WITH moved AS (
    UPDATE runs SET version = version + 1, last_seq = last_seq + cardinality($3::text[]) + cardinality($5::text[])
    WHERE id = $1 AND version = $2
    RETURNING ordinal, last_seq - cardinality($3::text[]) - cardinality($5::text[]) AS before),
  done AS (
    UPDATE steps s SET status = 'succeeded', outputs = d.outputs, lease_until = NULL, finished_at = now()
    FROM unnest($3::text[], $4::text[]) AS d (key, outputs)
    WHERE s.run = (SELECT ordinal FROM moved) AND s.key = d.key),
  claimed AS (
    UPDATE steps s SET status = 'running', attempt = 1, epoch = 1, worker = $6,
      lease_until = now() + interval '15 seconds', started_at = now()
    WHERE s.run = (SELECT ordinal FROM moved) AND s.key = ANY ($5::text[])),
  logged AS (
    INSERT INTO events (run, seq, at, type, step, body)
    SELECT moved.ordinal, moved.before + e.n, now(), 'step', e.key, e.body
    FROM moved, unnest($7::text[], $8::text[]) WITH ORDINALITY AS e (key, body, n))
  SELECT 1 FROM moved`;

const DONE = JSON.stringify({ status: 'complete', attempt: 1, epoch: 1, phase: 'implement' });
const STARTED = JSON.stringify({ status: 'in_progress', attempt: 1, epoch: 1, phase: 'implement' });
const WORKER = 'wrk_0123456789';

/** The limit: `pg`, one connection, one prepared statement for each transition. */
export async function open({ url }) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(TABLES);
  let runs = 0;
  const start = async (n) => {
    runs += 1;
    const id = `run_${runs}`;
    await client.query({ name: 'start', text: START, values: [id, n] });
    return id;
  };
  return {
    chain: async (n, step) => {
      const id = await start(n);
      for (let at = 0; at < n; at += 1) {
        const wait = step();
        if (wait !== undefined) await wait;
        const values = [
          id,
          at,
          `step_${at}`,
          JSON.stringify({ n: at }),
          `step_${at + 1}`,
          WORKER,
          DONE,
          STARTED,
        ];
        const { rowCount } = await client.query({ name: 'move', text: MOVE, values });
        if (rowCount !== 1) throw new Error('A move was refused.');
      }
    },
    fanOut: async (n, step) => {
      const id = await start(n);
      const batch = 100;
      const keys = (from) =>
        Array.from({ length: Math.max(0, Math.min(batch, n - from)) }, (_, at) => `step_${from + at}`);
      let done = [];
      for (let version = 0; version <= Math.ceil(n / batch); version += 1) {
        const started = keys(version * batch);
        const outputs = done.map((_, at) => JSON.stringify({ n: at }));
        const bodies = [...done.map(() => DONE), ...started.map(() => STARTED)];
        const values = [id, version, done, outputs, started, WORKER, [...done, ...started], bodies];
        const { rowCount } = await client.query({ name: 'many', text: MOVE_MANY, values });
        if (rowCount !== 1) throw new Error('A batch was refused.');
        for (const _ of started) {
          const wait = step();
          if (wait !== undefined) await wait;
        }
        done = started;
      }
    },
    close: () => client.end(),
  };
}
