import { OPERATION_COLUMNS } from '../../ledger/operation-columns.ts';
import { quoted } from '../schema-name.ts';
import { archiveSql } from './archive-sql.ts';
import { commitSql } from './commit-sql.ts';
import { BLOB, ENTRY, EVENT, REPORT, records, STEP } from './inputs.ts';
import { EVENT_COLUMNS, eventOf, instant, NOW, NOW_MS, OPEN, STEP_COLUMNS } from './words.ts';

const create = (s: string): string => `
WITH o AS (
    INSERT INTO ${s}.operations (${OPERATION_COLUMNS.join(', ')}, key_hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
    ON CONFLICT DO NOTHING RETURNING ordinal),
  p AS (INSERT INTO ${s}.operation_plans SELECT ordinal, $21, $22 FROM o),
  st AS (
    INSERT INTO ${s}.operation_steps (operation, ${STEP_COLUMNS})
    SELECT o.ordinal, ${STEP_COLUMNS} FROM o, ${records(STEP, 's', 23)}),
  ev AS (
    INSERT INTO ${s}.operation_events (operation, seq, ${EVENT_COLUMNS})
    SELECT o.ordinal, e.n, ${eventOf('e')} FROM o, ${records(EVENT, 'e', 24)}),
  bl AS (
    INSERT INTO ${s}.operation_blobs (hash, operation)
    SELECT b.hash, o.ordinal FROM o, ${records(BLOB, 'b', 25)} ON CONFLICT DO NOTHING)
SELECT 1 AS created FROM o`;

const append = (s: string): string => `
WITH t AS MATERIALIZED (
    SELECT * FROM ${records(ENTRY, 't', 1)}
    WHERE place > 0 AND epoch >= 0 AND events >= 0),
  good AS MATERIALIZED (
    SELECT t.place, t.events, o.ordinal FROM t
      JOIN ${s}.operations o ON o.id = t.id
      JOIN ${s}.operation_steps x
        ON x.operation = o.ordinal AND x.key = t.key AND x.epoch = t.epoch AND x.status = 'running'
    FOR UPDATE OF o FOR SHARE OF x),
  moved AS (
    UPDATE ${s}.operations o SET last_seq = o.last_seq + g.events
    FROM (SELECT ordinal, sum(events)::int AS events FROM good GROUP BY ordinal) g
    WHERE o.ordinal = g.ordinal AND g.events > 0 RETURNING o.ordinal, o.last_seq - g.events AS before),
  logged AS (
    INSERT INTO ${s}.operation_events (operation, seq, ${EVENT_COLUMNS})
    SELECT m.ordinal, m.before + row_number() OVER (PARTITION BY m.ordinal ORDER BY e.place, e.n), ${eventOf('e')}
    FROM ${records(EVENT, 'e', 2)} JOIN good g ON g.place = e.place JOIN moved m ON m.ordinal = g.ordinal)
SELECT place FROM good`;

const beat = (s: string): string => `
WITH t AS MATERIALIZED (
    SELECT * FROM ${records(REPORT, 't', 2)}
    WHERE place > 0 AND epoch >= 0)
UPDATE ${s}.operation_steps x SET lease_until = ${NOW} + $1::float8 * interval '1 millisecond',
  progress = coalesce(t.progress, x.progress),
  checkpoint = CASE WHEN t.saves THEN t.checkpoint ELSE x.checkpoint END
FROM t JOIN ${s}.operations o ON o.id = t.id
WHERE x.operation = o.ordinal AND x.key = t.key AND x.epoch = t.epoch AND x.status = 'running'
RETURNING t.place, o.cancel_requested_at IS NOT NULL AS cancelled`;

const OPERATION = `${OPERATION_COLUMNS.map((name) => `o.${name}`).join(', ')}, p.plan, p.inputs`;
const NEWEST = 'ORDER BY o.created_at DESC, o.ordinal DESC';

/** All statements of the ledger on the tables of one schema. */
export function ledgerSql(schema: string) {
  const s = quoted(schema);
  const operations = `SELECT ${OPERATION} FROM ${s}.operations o JOIN ${s}.operation_plans p ON p.operation = o.ordinal`;
  return {
    ...archiveSql(s),
    commit: commitSql(s),
    create: create(s),
    append: append(s),
    beat: beat(s),
    exist: `SELECT id FROM ${s}.operations WHERE id = ANY($1::text[])`,
    operation: `${operations} WHERE o.id = $1 AND o.tenant_id = $2`,
    operationWithKey: `${operations}
      WHERE o.key_hash = $1 AND o.tenant_id = $2 AND coalesce(o.project_id, '') = coalesce($3::text, '')`,
    operationsOfTenant: `${operations} WHERE o.tenant_id = $1 ${NEWEST} LIMIT $2::bigint`,
    operationsOfProject: `${operations} WHERE o.tenant_id = $1 AND o.project_id = $3 ${NEWEST} LIMIT $2::bigint`,
    openOperations: `SELECT id FROM ${s}.operations WHERE ${OPEN} ORDER BY created_at, ordinal`,
    pulse: `SELECT status, version, last_seq, cancel_requested_at, ${NOW_MS} AS now_ms
      FROM ${s}.operations WHERE id = $1`,
    pulsesOfProject: `SELECT id, status, version, last_seq, cancel_requested_at, ${NOW_MS} AS now_ms
      FROM ${s}.operations WHERE tenant_id = $1 AND project_id = $2 AND (${OPEN} OR ordinal IN (
        SELECT ordinal FROM ${s}.operations WHERE tenant_id = $1 AND project_id = $2
        ORDER BY created_at DESC, ordinal DESC LIMIT $3::bigint))
      ORDER BY created_at DESC, ordinal DESC`,
    // One statement, so that both are of one view. An operation has a step at least: a plan has.
    run: `SELECT ${OPERATION}, ${NOW_MS} AS now_ms, (
        SELECT coalesce(json_agg(json_build_array(x.key, x.matrix, x.status, x.attempt, x.epoch, x.takeovers, x.worker,
          ${instant('x.lease_until')}, ${instant('x.not_before')}, x.outputs, x.error, x.checkpoint, x.progress,
          x.skipped_because, ${instant('x.started_at')}, ${instant('x.finished_at')})), '[]')::text
        FROM ${s}.operation_steps x WHERE x.operation = o.ordinal) AS steps
      FROM ${s}.operations o JOIN ${s}.operation_plans p ON p.operation = o.ordinal WHERE o.id = $1`,
    events: `SELECT seq, ${instant('at')} AS at, attempt, epoch, type, step, phase, status, body FROM ${s}.operation_events
      WHERE operation = (SELECT ordinal FROM ${s}.operations WHERE id = $1) AND seq > $2::bigint
      ORDER BY seq LIMIT $3::bigint`,
    // The first request counts; asking again changes nothing.
    requestCancel: `UPDATE ${s}.operations SET cancel_requested_at = coalesce(cancel_requested_at, $2)
      WHERE id = $1 AND ${OPEN} RETURNING 1 AS found`,
    groupOf: `SELECT o.tenant_id, o.project_id, o.concurrency_group, h.id AS holder FROM ${s}.operations o
      LEFT JOIN ${s}.operation_groups g
        ON g.tenant_id = o.tenant_id AND g.project_id = coalesce(o.project_id, '') AND g.name = o.concurrency_group
      LEFT JOIN ${s}.operations h ON h.id = g.holder AND h.${OPEN}
      WHERE o.id = $1`,
    makeGroup: `INSERT INTO ${s}.operation_groups (tenant_id, project_id, name) VALUES ($1, $2, $3)
      ON CONFLICT DO NOTHING`,
    lockGroup: `SELECT 1 AS one FROM ${s}.operation_groups WHERE tenant_id = $1 AND project_id = $2 AND name = $3
      FOR UPDATE`,
    nextOfGroup: `SELECT id FROM ${s}.operations
      WHERE tenant_id = $1 AND coalesce(project_id, '') = $2 AND concurrency_group = $3
        AND cancel_requested_at IS NULL AND ${OPEN}
      ORDER BY created_at, ordinal LIMIT 1`,
    hold: `UPDATE ${s}.operation_groups SET holder = $4 WHERE tenant_id = $1 AND project_id = $2 AND name = $3`,
  };
}

export type LedgerSql = ReturnType<typeof ledgerSql>;
