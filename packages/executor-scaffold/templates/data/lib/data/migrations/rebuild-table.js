/**
 * SQLite changes the rules of a column only by making the table anew and copying the rows. Foreign keys must be off:
 * they would take dropping the old table for deleting its rows.
 *
 * @import { Database } from '../../types.d.ts'
 * @import { Layout, Layouts } from '../schema/layout.js'
 * @import { Recorder } from './recorder.js'
 */
import { columnsOf, createTable, FIXED_COLUMNS } from '../schema/ddl.js';
import { quoted } from '../schema/sql.js';

const DRAFT = 'app_rebuild';

/** Statements that bring back what goes with the old table: indexes, and triggers of the app's developers. @param {Database} db @param {string} table */
async function companions(db, table) {
  const rows = await db.query(
    "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('index', 'trigger') AND sql IS NOT NULL",
    [table],
  );
  return rows.map((row) => String(row.sql));
}

/**
 * @param {{ readonly db: Database, readonly recorder: Recorder, readonly after: Layouts }} change
 * @param {Layout} layout as it shall be
 * @param {{ stored: Layout, subject: string }} from
 */
export async function rebuildTable({ db, recorder, after }, layout, { stored, subject }) {
  const table = quoted(layout.table);
  const again = await companions(db, layout.table);
  const [last] = await db.query('SELECT seq FROM sqlite_sequence WHERE name = ?', [layout.table]);
  const owner = stored.isLegacy ? FIXED_COLUMNS.filter((name) => name !== 'record_owner') : FIXED_COLUMNS;
  const kept = [...owner, ...columnsOf(stored).map((slot) => slot.name)].map(quoted).join(', ');
  const sql = [
    createTable('sqlite', layout, { layouts: after, name: DRAFT }),
    `INSERT INTO ${DRAFT} (${kept}) SELECT ${kept} FROM ${table}`,
    `DROP TABLE ${table}`,
    `ALTER TABLE ${DRAFT} RENAME TO ${table}`,
    ...again,
  ];
  for (const statement of sql) await recorder.run(subject, statement);
  // The number of a record that was deleted is not given to another one.
  await db.run('DELETE FROM sqlite_sequence WHERE name = ?', [layout.table]);
  if (last !== undefined)
    await db.run('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)', [layout.table, Number(last.seq)]);
}
