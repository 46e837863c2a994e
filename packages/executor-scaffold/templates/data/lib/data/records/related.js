/**
 * What of a record stands in other tables: references to many, and files.
 *
 * @import { Database, FileInfo, Row, Upload, Values } from '../../types.d.ts'
 * @import { Link, Related, Table } from '../schema/table.js'
 */
import { among, isId } from '../schema/sql.js';
import { isUpload } from '../values/upload.js';

/** @param {Database} db @param {Link} link @param {readonly number[]} ids */
async function readLinks(db, { table }, ids) {
  const { sql, value } = among(db.dialect, '"source"', ids);
  const rows = await db.query(
    `SELECT "source", "target" FROM ${table} WHERE ${sql} ORDER BY "source", "target"`,
    [value],
  );
  /** @type {Map<number, number[]>} */
  const links = new Map();
  for (const row of rows) {
    const source = Number(row.source);
    const targets = links.get(source);
    if (targets === undefined) links.set(source, [Number(row.target)]);
    else targets.push(Number(row.target));
  }
  return links;
}

/** @param {Database} db @param {readonly number[]} ids */
async function readFiles(db, ids) {
  /** @type {Map<number, FileInfo>} */
  const files = new Map();
  if (ids.length === 0) return files;
  const { sql, value } = among(db.dialect, 'id', ids);
  for (const row of await db.query(`SELECT id, name, type, size FROM app_files WHERE ${sql}`, [value])) {
    const id = Number(row.id);
    files.set(id, { id, name: String(row.name), type: String(row.type), size: Number(row.size) });
  }
  return files;
}

/**
 * One statement for each reference to many, and one for all files.
 *
 * @param {Database} db
 * @param {Table} table
 * @param {readonly Row[]} rows
 * @returns {Promise<Related>}
 */
export async function readRelated(db, table, rows) {
  const ids = rows.map((row) => Number(row.id));
  /** @type {Map<string, Map<number, number[]>>} */
  const links = new Map();
  if (ids.length > 0)
    for (const link of table.links) links.set(link.field.key, await readLinks(db, link, ids));
  const files = await readFiles(
    db,
    rows.flatMap((row) => table.fileIds(row)),
  );
  return { links, files };
}

/** @param {Database} db @param {Table} table @param {{ id: number, values: Values }} record */
export async function writeLinks(db, table, { id, values }) {
  for (const link of table.links) {
    const targets = values.get(link.field.key);
    if (targets === undefined) continue;
    await db.run(`DELETE FROM ${link.table} WHERE "source" = ?`, [id]);
    for (const target of Array.isArray(targets) ? targets : [])
      await db.run(`INSERT INTO ${link.table} ("source", "target") VALUES (?, ?)`, [id, Number(target)]);
  }
}

/** @param {Database} db @param {Upload} upload @returns {Promise<number>} its id */
async function addFile(db, { name, type, bytes }) {
  const [row] = await db.query(
    'INSERT INTO app_files (name, type, size, bytes, created_at) VALUES (?, ?, ?, ?, ?) RETURNING id',
    [name, type, bytes.length, bytes, new Date().toISOString()],
  );
  return Number(row?.id);
}

/** @param {Database} db @param {Iterable<unknown>} ids others than numbers are passed over */
export async function removeFiles(db, ids) {
  const known = [...ids].map(Number).filter(isId);
  if (known.length === 0) return;
  const { sql, value } = among(db.dialect, 'id', known);
  await db.run(`DELETE FROM app_files WHERE ${sql}`, [value]);
}

/**
 * Stores the files among the values of a record, and says which columns they belong to.
 *
 * @param {Database} db
 * @param {Table} table
 * @param {Values} values
 */
export async function addFiles(db, table, values) {
  /** @type {[column: string, id: number | null][]} */
  const columns = [];
  for (const key of table.fileKeys) {
    const value = values.get(key);
    if (isUpload(value)) columns.push([table.column(key), await addFile(db, value)]);
    else if (value === null) columns.push([table.column(key), null]);
  }
  return columns;
}
