import { DatabaseSync } from 'node:sqlite';
import { entityAt } from '../model.js';
import {
  ALL_CONSTRAINTS,
  checkOf,
  columnDefinition,
  createTable,
  defaultOf,
  literal,
  quoted,
} from './ddl.js';
import { planLayouts, readLayouts, saveLayout, slotOf } from './layout.js';
import { VALUE_TYPES } from './values.js';

/**
 * @import { AppModel, Entity, Field } from '../types.d.ts'
 * @import { Constraints } from './ddl.js'
 * @import { Layout, StoredColumn } from './layout.js'
 * @typedef {{ readonly table: string, readonly columns: ReadonlyMap<string, string> }} TableMap columns by field key
 */

/** @param {string} file path of the database, or `:memory:` */
export function openDatabase(file) {
  const db = new DatabaseSync(file);
  db.exec('PRAGMA busy_timeout = 5000');
  db.exec('PRAGMA journal_mode = WAL');
  // What was answered as saved survives a loss of power, too.
  db.exec('PRAGMA synchronous = FULL');
  return db;
}

/**
 * @param {Entity} entity
 * @param {StoredColumn} column
 */
const fieldIn = (entity, column) => entity.fields.find((field) => slotOf(field) === column.slot);

/**
 * Which constraints the rows that are already there meet. A rule that came later than the data is kept by the
 * validation of new values only.
 *
 * @param {DatabaseSync} db
 * @param {string} table
 * @param {{ field: Field, column: string, isNew: boolean }} subject
 * @returns {Constraints}
 */
function keptConstraints(db, table, { field, column, isNew }) {
  /** @param {string} query */
  const any = (query) => db.prepare(`SELECT EXISTS (${query}) AS found`).get()?.found === 1;
  const from = `FROM ${quoted(table)}`;
  const name = quoted(column);
  if (isNew) {
    const filled = field.type === 'boolean' || defaultOf(field) !== null;
    return {
      notNull: filled || !any(`SELECT 1 ${from}`),
      unique: !filled || !any(`SELECT 1 ${from}`),
      check: true,
    };
  }
  const check = checkOf(field, column);
  return {
    notNull: !any(`SELECT 1 ${from} WHERE ${name} IS NULL`),
    unique: !any(`SELECT 1 ${from} WHERE ${name} IS NOT NULL GROUP BY ${name} HAVING count(*) > 1`),
    check: check === undefined || !any(`SELECT 1 ${from} WHERE NOT (${check})`),
  };
}

/**
 * @typedef {object} Change
 * @property {Entity} entity
 * @property {Layout} layout
 * @property {ReadonlySet<string>} stored slots that the stored table has
 * @property {(field: Field) => string | undefined} targetOf
 */

/**
 * @param {Change} change
 * @param {(field: Field, column: string) => Constraints} constraintsOf
 */
function definitions({ entity, layout, targetOf }, constraintsOf) {
  return layout.columns.map((column) => {
    const field = fieldIn(entity, column);
    // The column of a field that was removed stays: nothing is lost when it comes back.
    if (field === undefined) return `${quoted(column.column)} ${column.type}`;
    const constraints = constraintsOf(field, column.column);
    return columnDefinition(field, column.column, { target: targetOf(field), constraints });
  });
}

/**
 * SQLite changes constraints only by making the table anew and copying the rows.
 *
 * @param {DatabaseSync} db
 * @param {Change} change
 */
function rebuild(db, change) {
  const { entity, layout, stored } = change;
  const draft = `${layout.table}__next`;
  const columns = definitions(change, (field, column) =>
    keptConstraints(db, layout.table, { field, column, isNew: !stored.has(slotOf(field)) }),
  );
  db.exec(createTable(draft, columns));
  const fixed = ['id', 'created_at', 'updated_at'].map(quoted);
  const names = layout.columns.map((column) => quoted(column.column));
  const sources = layout.columns.map((column) => {
    if (stored.has(column.slot)) return quoted(column.column);
    const field = fieldIn(entity, column);
    return literal(field === undefined ? null : (defaultOf(field) ?? (field.type === 'boolean' ? 0 : null)));
  });
  const into = [...fixed, ...names].join(', ');
  const from = [...fixed, ...sources].join(', ');
  db.exec(`INSERT INTO ${quoted(draft)} (${into}) SELECT ${from} FROM ${quoted(layout.table)}`);
  db.exec(`DROP TABLE ${quoted(layout.table)}`);
  db.exec(`ALTER TABLE ${quoted(draft)} RENAME TO ${quoted(layout.table)}`);
}

/**
 * @param {DatabaseSync} db
 * @param {AppModel} model
 */
function applyLayouts(db, model) {
  const before = readLayouts(db);
  const planned = planLayouts(model, before, (field) => VALUE_TYPES[field.type].column);
  /** @param {Field} field */
  const targetOf = (field) =>
    field.references === null ? undefined : planned.get(entityAt(model, field.references).id)?.table;
  for (const entity of model.entities) {
    const layout = planned.get(entity.id);
    if (layout === undefined) continue;
    const stored = new Set(before.get(entity.id)?.columns.map((column) => column.slot));
    const change = { entity, layout, stored, targetOf };
    const sql = createTable(
      layout.table,
      definitions(change, () => ALL_CONSTRAINTS),
    );
    if (sql === layout.sql) continue;
    if (before.has(entity.id)) rebuild(db, change);
    else db.exec(sql);
    saveLayout(db, entity.id, { ...layout, sql });
  }
  return planned;
}

/**
 * Brings the tables to what the model asks for, in one transaction. Existing rows and columns are kept.
 *
 * @param {DatabaseSync} db
 * @param {AppModel} model
 * @returns {Map<string, TableMap>} by path of the entity
 */
export function migrate(db, model) {
  // Off while tables are made anew, else dropping the old one would touch the rows that refer to it.
  db.exec('PRAGMA foreign_keys = OFF');
  db.exec('BEGIN IMMEDIATE');
  /** @type {Map<string, Layout>} */
  let planned;
  try {
    planned = applyLayouts(db, model);
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
  db.exec('PRAGMA foreign_keys = ON');
  return new Map(model.entities.map((entity) => [entity.path, tableMap(entity, planned.get(entity.id))]));
}

/**
 * @param {Entity} entity
 * @param {Layout | undefined} layout
 * @returns {TableMap}
 */
function tableMap(entity, layout) {
  if (layout === undefined) throw new Error(`No table was planned for "${entity.path}".`);
  const columns = new Map(layout.columns.map((column) => [column.slot, column.column]));
  return {
    table: layout.table,
    columns: new Map(entity.fields.map((field) => [field.key, columns.get(slotOf(field)) ?? field.key])),
  };
}
