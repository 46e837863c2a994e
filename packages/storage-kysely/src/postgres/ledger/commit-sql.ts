import { commitAlone, type Shape } from './commit-alone-sql.ts';
import { BLOB, EVENT, EXPIRED, MOVE, records, STEP } from './inputs.ts';
import { EVENT_COLUMNS, eventOf, NOW, NOW_MS, STEP_COLUMNS } from './words.ts';

/** Where the records of a statement come from. */
interface Inputs {
  readonly moves: string;
  readonly steps: string;
  readonly events: string;
  readonly expired?: string;
  readonly blobs?: string;
}

/** A column that a transition may set, clear or leave alone. */
const patched = (column: string, bit: number): string =>
  `${column} = CASE WHEN t.named & ${bit} <> 0 THEN t.${column} ELSE o.${column} END`;

/** Locks what must not be held by a living worker, the operation first. */
const guard = (s: string, expired: string): string => `,
  locked AS MATERIALIZED (
    SELECT t.place, o.ordinal FROM t JOIN ${s}.operations o ON o.id = t.id AND o.version = t.if_version FOR UPDATE OF o),
  held AS MATERIALIZED (
    SELECT l.place, x.lease_until FROM locked l
      JOIN ${expired} ON q.place = l.place
      JOIN ${s}.operation_steps x ON x.operation = l.ordinal AND x.key = q.key FOR UPDATE OF x)`;
const guarded = `AND NOT EXISTS (SELECT FROM held WHERE held.place = t.place AND held.lease_until > ${NOW})`;

/** Notes the blobs that operations use from now on. */
const using = (s: string, blobs: string): string => `,
  used AS (
    INSERT INTO ${s}.operation_blobs (hash, operation)
    SELECT b.hash, m.ordinal FROM ${blobs} JOIN moved m ON m.place = b.place ON CONFLICT DO NOTHING)`;

/**
 * Commits transitions of different operations, each decided by its own version (and leases): the operation's row, its
 * steps, its numbered events. The conditions that are always true tell the planner that there are few.
 */
const commit = (s: string, { moves, steps, events, expired, blobs }: Inputs): string => `
WITH t AS MATERIALIZED (
    SELECT * FROM ${moves}
    WHERE place > 0 AND if_version >= 0 AND events >= 0 AND named >= 0)${expired === undefined ? '' : guard(s, expired)},
  moved AS (
    UPDATE ${s}.operations o SET version = o.version + 1, last_seq = o.last_seq + t.events,
      status = coalesce(t.status, o.status), ${patched('started_at', 1)}, ${patched('finished_at', 2)},
      ${patched('cancel_requested_at', 4)}, ${patched('outputs', 8)}
    FROM t WHERE o.id = t.id AND o.version = t.if_version ${expired === undefined ? '' : guarded}
    RETURNING t.place, t.lease_ms, o.ordinal, o.version, o.last_seq, o.last_seq - t.events AS before),
  s AS MATERIALIZED (
    SELECT m.ordinal, s.*, CASE WHEN s.status = 'running' THEN ${NOW} + m.lease_ms * interval '1 millisecond'
      ELSE s.lease_until END AS lease
    FROM ${steps} JOIN moved m ON m.place = s.place),
  changed AS (
    UPDATE ${s}.operation_steps x SET matrix = s.matrix, status = s.status, attempt = s.attempt, epoch = s.epoch,
      takeovers = s.takeovers, worker = s.worker, lease_until = s.lease, not_before = s.not_before,
      outputs = s.outputs, error = s.error, checkpoint = s.checkpoint, progress = s.progress,
      skipped_because = s.skipped_because, started_at = s.started_at, finished_at = s.finished_at
    FROM s WHERE x.operation = s.ordinal AND x.key = s.key RETURNING s.place, s.key),
  added AS (
    INSERT INTO ${s}.operation_steps (operation, ${STEP_COLUMNS})
    SELECT ordinal, key, matrix, status, attempt, epoch, takeovers, worker, lease, not_before, outputs, error,
      checkpoint, progress, skipped_because, started_at, finished_at
    FROM s WHERE (place, key) NOT IN (SELECT place, key FROM changed)),
  logged AS (
    INSERT INTO ${s}.operation_events (operation, seq, ${EVENT_COLUMNS})
    SELECT m.ordinal, m.before + e.n, ${eventOf('e')} FROM ${events} JOIN moved m ON m.place = e.place)${blobs === undefined ? '' : using(s, blobs)}
SELECT place, version, last_seq, ${NOW_MS} AS now_ms FROM moved`;

/** Statements that commit transitions to the tables of a schema. */
export function commitSql(s: string) {
  const [moves, steps, events, expired, blobs] = [
    records(MOVE, 't', 1),
    records(STEP, 's', 2),
    records(EVENT, 'e', 3),
    records(EXPIRED, 'q', 4),
    records(BLOB, 'b', 5),
  ];
  const alone = new Map<string, string>();
  return {
    /** Parameters: moves, steps, events. */
    many: commit(s, { moves, steps, events }),
    /** The same, and keys of steps whose lease must have ended. */
    manyExpired: commit(s, { moves, steps, events, expired }),
    /** The same, and blobs that are used. */
    manyUsing: commit(s, { moves, steps, events, expired, blobs }),
    /** One transition with so many steps and events, at least one each: the values of all of them one after the other. */
    alone(shape: Shape): string {
      const name = `${shape.steps} ${shape.events} ${shape.mayAdd}`;
      const known = alone.get(name);
      if (known !== undefined) return known;
      const text = commitAlone(s, shape);
      alone.set(name, text);
      return text;
    },
  };
}
