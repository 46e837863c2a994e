/**
 * Where each field is stored. Tables and columns are found again by the ids of entities and fields, so that renaming
 * one keeps its data, and an earlier release of the app still finds its own names.
 *
 * @import { DatabaseSync } from 'node:sqlite'
 * @import { AppModel, Entity, Field } from '../types.d.ts'
 * @typedef {{ readonly slot: string, readonly column: string, readonly type: string }} StoredColumn
 * @typedef {{ table: string, sql: string, columns: StoredColumn[] }} Layout
 */

const FIXED_COLUMNS = ['id', 'created_at', 'updated_at'];

/**
 * What a column is for. A field that changes its type gets a new column: the old values would not fit.
 *
 * @param {Field} field
 */
export const slotOf = (field) => `${field.id}:${field.type}:${field.references ?? ''}`;

/** @param {DatabaseSync} db */
export function readLayouts(db) {
  db.exec('CREATE TABLE IF NOT EXISTS app_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)');
  db.exec('CREATE TABLE IF NOT EXISTS app_layout (entity TEXT PRIMARY KEY, layout TEXT NOT NULL)');
  /** @type {Map<string, Layout>} */
  const layouts = new Map();
  for (const row of db.prepare('SELECT entity, layout FROM app_layout').all()) {
    layouts.set(String(row.entity), JSON.parse(String(row.layout)));
  }
  return layouts;
}

/**
 * @param {DatabaseSync} db
 * @param {string} entityId
 * @param {Layout} layout
 */
export function saveLayout(db, entityId, layout) {
  db.prepare('INSERT OR REPLACE INTO app_layout (entity, layout) VALUES (?, ?)').run(
    entityId,
    JSON.stringify(layout),
  );
}

/**
 * @param {string} wanted
 * @param {ReadonlySet<string>} taken in lower case, as SQLite compares names
 */
function freeName(wanted, taken) {
  let name = wanted;
  for (let n = 2; taken.has(name.toLowerCase()); n += 1) name = `${wanted}_${n}`;
  return name;
}

/**
 * @param {Entity} entity
 * @param {readonly StoredColumn[]} stored
 * @param {(field: Field) => string} typeOf
 */
function withColumns(entity, stored, typeOf) {
  const columns = [...stored];
  for (const field of entity.fields) {
    const slot = slotOf(field);
    if (columns.some((column) => column.slot === slot)) continue;
    const taken = new Set([...FIXED_COLUMNS, ...columns.map((column) => column.column.toLowerCase())]);
    columns.push({ slot, column: freeName(field.key, taken), type: typeOf(field) });
  }
  return columns;
}

/**
 * The layout each entity of the model shall have: what is stored, and new names for what is new.
 *
 * @param {AppModel} model
 * @param {ReadonlyMap<string, Layout>} stored
 * @param {(field: Field) => string} typeOf
 * @returns {Map<string, Layout>} by id of the entity; `sql` is still that of the stored table
 */
export function planLayouts(model, stored, typeOf) {
  const taken = new Set(['app_meta', 'app_layout']);
  for (const layout of stored.values()) taken.add(layout.table.toLowerCase());
  /** @type {Map<string, Layout>} */
  const planned = new Map();
  for (const entity of model.entities) {
    const before = stored.get(entity.id);
    const table = before?.table ?? freeName(entity.table, taken);
    taken.add(table.toLowerCase());
    const columns = withColumns(entity, before?.columns ?? [], typeOf);
    planned.set(entity.id, { table, sql: before?.sql ?? '', columns });
  }
  return planned;
}
