import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { OPERATION_COLUMNS } from '../../ledger/operation-columns.ts';

const OPERATION = `SELECT operation.*, frozen.plan, frozen.inputs
  FROM orchard_operations AS operation JOIN orchard_operation_plans AS frozen ON frozen.operation_id = operation.id`;

/** Literals, so that SQLite sees that its partial index of open operations fits. */
const OPEN = `status NOT IN ('succeeded', 'failed', 'cancelled')`;

const RUNNING = `operation_id = ?1 AND key = ?2 AND epoch = ?3 AND status = 'running'`;

const STEP_COLUMNS = [
  ...['operation_id', 'key', 'matrix', 'status', 'attempt', 'epoch', 'takeovers', 'worker', 'lease_until'],
  ...[
    'not_before',
    'outputs',
    'error',
    'checkpoint',
    'progress',
    'skipped_because',
    'started_at',
    'finished_at',
  ],
];

const SQL = {
  operation: `${OPERATION} WHERE operation.id = ?`,
  ownOperation: `${OPERATION} WHERE operation.id = ? AND operation.tenant_id = ?`,
  operationWithKey: `${OPERATION}
    WHERE operation.idempotency_key = ? AND operation.tenant_id = ? AND operation.project_id IS ?`,
  operationsOfTenant: `${OPERATION} WHERE operation.tenant_id = ?
    ORDER BY operation.created_at DESC, operation.ordinal DESC LIMIT ?`,
  operationsOfProject: `${OPERATION} WHERE operation.tenant_id = ? AND operation.project_id = ?
    ORDER BY operation.created_at DESC, operation.ordinal DESC LIMIT ?`,
  openOperations: `SELECT id FROM orchard_operations WHERE ${OPEN} ORDER BY created_at, ordinal`,
  steps: 'SELECT * FROM orchard_operation_steps WHERE operation_id = ?',
  events: `SELECT seq, type, step, at, body FROM orchard_operation_events
    WHERE operation_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
  pulse: 'SELECT status, version, last_seq, cancel_requested_at FROM orchard_operations WHERE id = ?',
  pulsesOfProject: `SELECT id, status, version, last_seq, cancel_requested_at FROM orchard_operations
    WHERE tenant_id = ?1 AND project_id = ?2 AND (${OPEN} OR ordinal IN (
      SELECT ordinal FROM orchard_operations WHERE tenant_id = ?1 AND project_id = ?2
      ORDER BY created_at DESC, ordinal DESC LIMIT ?3))
    ORDER BY created_at DESC, ordinal DESC`,
  insertOperation: `INSERT INTO orchard_operations
    (${OPERATION_COLUMNS.join(', ')})
    VALUES (${OPERATION_COLUMNS.map(() => '?').join(', ')}) ON CONFLICT (id) DO NOTHING`,
  insertPlan: 'INSERT INTO orchard_operation_plans (operation_id, plan, inputs) VALUES (?, ?, ?)',
  insertStep: `INSERT INTO orchard_operation_steps (${STEP_COLUMNS.join(', ')})
    VALUES (${STEP_COLUMNS.map((_, at) => `?${at + 1}`).join(', ')})`,
  updateStep: `UPDATE orchard_operation_steps
    SET ${STEP_COLUMNS.slice(2)
      .map((name, at) => `${name} = ?${at + 3}`)
      .join(', ')}
    WHERE operation_id = ?1 AND key = ?2`,
  insertEvent: `INSERT INTO orchard_operation_events (operation_id, seq, type, step, at, body)
    VALUES (?, ?, ?, ?, ?, ?)`,
  lease: 'SELECT lease_until FROM orchard_operation_steps WHERE operation_id = ? AND key = ?',
  running: `SELECT 1 AS one FROM orchard_operation_steps WHERE ${RUNNING}`,
  countEvents: 'UPDATE orchard_operations SET last_seq = last_seq + ?2 WHERE id = ?1 RETURNING last_seq',
  beat: `UPDATE orchard_operation_steps SET lease_until = ?4, progress = ifnull(?5, progress),
      checkpoint = CASE WHEN ?6 THEN ?7 ELSE checkpoint END
    WHERE ${RUNNING}
    RETURNING (SELECT cancel_requested_at FROM orchard_operations WHERE id = ?1) AS cancel_requested_at`,
  // The first request counts; asking again changes nothing.
  requestCancel: `UPDATE orchard_operations SET cancel_requested_at = ifnull(cancel_requested_at, ?2)
    WHERE id = ?1 AND ${OPEN}`,
  groupOf: 'SELECT tenant_id, project_id, concurrency_group FROM orchard_operations WHERE id = ?',
  holder: `SELECT holder FROM orchard_operation_groups
    JOIN orchard_operations ON orchard_operations.id = holder AND ${OPEN}
    WHERE orchard_operation_groups.tenant_id = ? AND orchard_operation_groups.project_id = ? AND name = ?`,
  nextOfGroup: `SELECT id FROM orchard_operations
    WHERE tenant_id = ? AND project_id IS ? AND concurrency_group = ? AND cancel_requested_at IS NULL AND ${OPEN}
    ORDER BY created_at, ordinal LIMIT 1`,
  hold: `INSERT INTO orchard_operation_groups (tenant_id, project_id, name, holder) VALUES (?, ?, ?, ?)
    ON CONFLICT (tenant_id, project_id, name) DO UPDATE SET holder = excluded.holder`,
  useBlob: 'INSERT INTO orchard_operation_blobs (hash, operation_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
  archivedTo: 'SELECT ifnull(max(last_seq), 0) AS seq FROM orchard_operation_archives WHERE operation_id = ?',
  insertArchive: `INSERT INTO orchard_operation_archives (operation_id, first_seq, last_seq, blob)
    VALUES (?, ?, ?, ?)`,
  deleteEvents: 'DELETE FROM orchard_operation_events WHERE operation_id = ? AND seq <= ?',
  archives: `SELECT first_seq, last_seq, blob FROM orchard_operation_archives
    WHERE operation_id = ? ORDER BY first_seq`,
  archivable: `SELECT id, last_seq, archived_to FROM (
      SELECT id, last_seq, finished_at, ordinal, (SELECT ifnull(max(last_seq), 0)
        FROM orchard_operation_archives WHERE operation_id = id) AS archived_to
      FROM orchard_operations WHERE finished_at < ?1 AND NOT (${OPEN}))
    WHERE archived_to < last_seq - 1 ORDER BY finished_at, ordinal LIMIT ?2`,
  deletable: `SELECT id, last_seq, (SELECT ifnull(max(last_seq), 0) FROM orchard_operation_archives
      WHERE operation_id = id) AS archived_to
    FROM orchard_operations AS operation
    WHERE finished_at < ?1 AND NOT (${OPEN}) AND NOT EXISTS (
      SELECT 1 FROM orchard_operations AS above WHERE above.id = operation.parent_operation_id)
    ORDER BY finished_at, ordinal LIMIT ?2`,
  // Steps, events, plan and archives go with it.
  deleteOperation: `DELETE FROM orchard_operations WHERE id = ?1 AND finished_at < ?2 AND NOT (${OPEN})`,
  releaseBlobs: `INSERT INTO orchard_operation_blobs (hash, operation_id)
    SELECT hash, '' FROM orchard_operation_blobs WHERE operation_id = ? ON CONFLICT DO NOTHING`,
  dropBlobs: 'DELETE FROM orchard_operation_blobs WHERE operation_id = ?',
  unusedBlobs: `SELECT hash FROM orchard_operation_blobs AS blob WHERE operation_id = '' AND hash > ?1
      AND NOT EXISTS (SELECT 1 FROM orchard_operation_blobs WHERE hash = blob.hash AND operation_id <> '')
    ORDER BY hash LIMIT ?2`,
  forgetBlob: `DELETE FROM orchard_operation_blobs WHERE hash = ?1 AND operation_id = ''
    AND NOT EXISTS (SELECT 1 FROM orchard_operation_blobs WHERE hash = ?1 AND operation_id <> '')`,
} as const;

/** The ledger's statements, each prepared when first used. */
export class Statements {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  get(name: keyof typeof SQL): StatementSync {
    return this.#prepared.get(name) ?? this.#prepare(name, SQL[name]);
  }

  /** Moves an operation on by one version and ?3 events, and sets the columns named to ?4, ?5, … */
  moveOperation(columns: string): StatementSync {
    const name = `move ${columns}`;
    const known = this.#prepared.get(name);
    if (known !== undefined) return known;
    const changes = columns === '' ? [] : columns.split(',');
    const set = [
      'version = version + 1',
      'last_seq = last_seq + ?3',
      ...changes.map((column, at) => `${column} = ?${at + 4}`),
    ];
    const sql = `UPDATE orchard_operations SET ${set.join(', ')} WHERE id = ?1 AND version = ?2 RETURNING last_seq`;
    return this.#prepare(name, sql);
  }

  #prepare(name: string, sql: string): StatementSync {
    const statement = this.#database.prepare(sql);
    this.#prepared.set(name, statement);
    return statement;
  }
}
