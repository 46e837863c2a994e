/**
 * Takes over a database that the previous kind of this app made. It had a column for each type a field ever had, the
 * rules of a field in the column's definition, and no owners of records. Its table is made anew by the migration.
 *
 * @import { Database, Entity, FieldType } from '../../types.d.ts'
 * @import { Layout, Slot } from '../schema/layout.js'
 * @typedef {{ readonly slot: string, readonly column: string }} LegacyColumn `slot`: field id, type, path it refers to
 */
import { quoted } from '../schema/sql.js';
import { storageOf } from '../values/storage.js';
import { VALUE_TYPES } from '../values/values.js';

/** @param {string} type @returns {type is FieldType} */
const isType = (type) => Object.hasOwn(VALUE_TYPES, type);

/** @param {LegacyColumn} column */
function readSlot({ slot, column }) {
  const [, field = '', type = ''] = /^(.*):([a-z]+):[^:]*$/s.exec(slot) ?? [];
  const known = isType(type) ? type : 'string';
  return { id: field === '' ? slot : field, type: known, column };
}

/** @typedef {ReturnType<typeof readSlot>} LegacySlot */

/** The column whose values a field shows: that of its type in the model, else the newest. @param {Entity | undefined} entity @param {readonly LegacySlot[]} columns */
function currentColumn(entity, columns) {
  const type = entity?.fields.find((field) => field.id === columns[0]?.id)?.type;
  return columns.findLast((column) => column.type === type) ?? columns.at(-1);
}

/** @param {Database} db @param {string} table */
async function readRules(db, table) {
  const columns = await db.query(`PRAGMA table_info(${quoted(table)})`);
  const keys = await db.query(`PRAGMA foreign_key_list(${quoted(table)})`);
  return {
    notNull: new Set(columns.filter((row) => row.notnull === 1).map((row) => String(row.name))),
    targets: new Map(keys.map((row) => [String(row.from), String(row.table)])),
  };
}

/**
 * @param {Database} db
 * @param {object} legacy
 * @param {string} legacy.table
 * @param {readonly LegacyColumn[]} legacy.columns
 * @param {ReadonlyMap<string, string>} legacy.tables ids of entities by their tables
 * @param {Entity | undefined} legacy.entity as it is in the model now
 * @returns {Promise<Layout>}
 */
export async function legacyLayout(db, { table, columns, tables, entity }) {
  const rules = await readRules(db, table);
  const old = columns.map(readSlot);
  const byField = Map.groupBy(old, ({ id }) => id);
  /** @param {LegacySlot} slot @param {number} at @returns {Slot} */
  const convert = ({ id, type, column }, at) => {
    const siblings = byField.get(id) ?? [];
    const active = currentColumn(entity, siblings)?.column === column;
    const storage = storageOf({ type });
    // Two columns of a field that would be one now: the one not in use keeps its data under a name of its own.
    const isDouble =
      !active && siblings.some((other) => other.column !== column && storageOf(other) === storage);
    return {
      field: isDouble ? `${id}:${type}:${column}` : id,
      storage,
      target: storage === 'reference' ? (tables.get(rules.targets.get(column) ?? '') ?? null) : null,
      name: column,
      since: active ? columns.length + 1 : at + 1,
      notNull: rules.notNull.has(column),
      ...{ foreign: null, index: null, unique: null, duplicates: false },
    };
  };
  return { table, slots: old.map(convert), isLegacy: true };
}
