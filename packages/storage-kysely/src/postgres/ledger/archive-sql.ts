import { OPEN } from './words.ts';

const archivedTo = (s: string): string =>
  `coalesce((SELECT max(a.last_seq) FROM ${s}.operation_archives a WHERE a.operation = o.ordinal), 0)`;

const ENDED = `o.finished_at COLLATE "C" < $1 AND NOT (o.${OPEN})`;
const OLDEST = 'ORDER BY o.finished_at COLLATE "C", o.ordinal LIMIT $2::bigint';

/** Statements of archives, retention and the blobs that operations use. */
export function archiveSql(s: string) {
  const usedBySome = (hash: string): string =>
    `EXISTS (SELECT FROM ${s}.operation_blobs u WHERE u.hash = ${hash} AND u.operation <> 0)`;
  return {
    /** Of two at once the second waits, and finds the stretch taken by its first event. */
    archive: `WITH o AS (
        SELECT ordinal FROM ${s}.operations WHERE id = $1 AND last_seq > $3::int FOR UPDATE),
      a AS (
        INSERT INTO ${s}.operation_archives (operation, first_seq, last_seq, blob)
        SELECT o.ordinal, $2::int, $3::int, $4 FROM o
        WHERE $2::int <= $3::int AND $2::int = 1 + ${archivedTo(s)}
        ON CONFLICT DO NOTHING RETURNING operation),
      gone AS (DELETE FROM ${s}.operation_events e USING a WHERE e.operation = a.operation AND e.seq <= $3::int),
      used AS (
        INSERT INTO ${s}.operation_blobs (hash, operation) SELECT $4, a.operation FROM a ON CONFLICT DO NOTHING)
      SELECT 1 AS done FROM a`,
    archives: `SELECT a.first_seq, a.last_seq, a.blob FROM ${s}.operation_archives a
      JOIN ${s}.operations o ON o.ordinal = a.operation WHERE o.id = $1 ORDER BY a.first_seq`,
    archivable: `SELECT o.id, o.last_seq, ${archivedTo(s)} AS archived_to FROM ${s}.operations o
      WHERE ${ENDED} AND ${archivedTo(s)} < o.last_seq - 1 ${OLDEST}`,
    deletable: `SELECT o.id, o.last_seq, ${archivedTo(s)} AS archived_to FROM ${s}.operations o
      WHERE ${ENDED} AND NOT EXISTS (SELECT FROM ${s}.operations above WHERE above.id = o.parent_operation_id)
      ${OLDEST}`,
    deleteOperation: `WITH o AS (
        DELETE FROM ${s}.operations o WHERE o.id = $2 AND ${ENDED} RETURNING o.ordinal),
      p AS (DELETE FROM ${s}.operation_plans x USING o WHERE x.operation = o.ordinal),
      st AS (DELETE FROM ${s}.operation_steps x USING o WHERE x.operation = o.ordinal),
      ev AS (DELETE FROM ${s}.operation_events x USING o WHERE x.operation = o.ordinal),
      ar AS (DELETE FROM ${s}.operation_archives x USING o WHERE x.operation = o.ordinal),
      bl AS (DELETE FROM ${s}.operation_blobs x USING o WHERE x.operation = o.ordinal RETURNING x.hash),
      known AS (
        INSERT INTO ${s}.operation_blobs (hash, operation) SELECT hash, 0 FROM bl ORDER BY hash ON CONFLICT DO NOTHING)
      SELECT 1 AS done FROM o`,
    unusedBlobs: `SELECT b.hash FROM ${s}.operation_blobs b
      WHERE b.operation = 0 AND b.hash > $1 AND NOT ${usedBySome('b.hash')} ORDER BY b.hash LIMIT $2::bigint`,
    forgetBlobs: `DELETE FROM ${s}.operation_blobs b
      WHERE b.hash = ANY($1::text[]) AND b.operation = 0 AND NOT ${usedBySome('b.hash')}`,
  };
}
