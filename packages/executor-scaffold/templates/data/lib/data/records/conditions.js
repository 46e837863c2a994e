/**
 * Which records are meant: by scope, by filters, by a search.
 *
 * @import { AppModel, Entity, Field, JsonValue, ListQuery, Scope, SqlValue } from '../../types.d.ts'
 * @import { Table } from '../schema/table.js'
 * @import { Tables } from '../schema/tables.js'
 * @typedef {{ readonly sql: string, readonly values: readonly SqlValue[] }} Condition
 */
import { entityAt, fieldOf } from '../../model.js';
import { fold } from '../databases/fold.js';
import { storageOf } from '../values/storage.js';
import { VALUE_TYPES } from '../values/values.js';

const SEARCHED = new Set(['string', 'text', 'email', 'url', 'enum']);
const MAX_SEARCH = 200;

/** @type {Condition} */
const NEVER = { sql: '1 = 0', values: [] };

/**
 * @param {AppModel} model
 * @param {Tables} tables
 * @param {{ entity: Entity, scope: Scope }} whose
 * @returns {Condition | undefined} undefined for all records
 */
export function scopeCondition(model, tables, { entity, scope }) {
  if (scope === 'all') return undefined;
  const own = [`"record_owner" = ?`];
  for (const key of entity.owners) {
    const field = fieldOf(entity, key);
    if (field === undefined || field.references === null) continue;
    const target = tables.of(entityAt(model, field.references)).name;
    const owned = `SELECT "id" FROM ${target} WHERE "record_owner" = ?`;
    const column = tables.of(entity).column(key);
    own.push(
      field.type === 'references'
        ? `"id" IN (SELECT "source" FROM ${column} WHERE "target" IN (${owned}))`
        : `${column} IN (${owned})`,
    );
  }
  return { sql: `(${own.join(' OR ')})`, values: own.map(() => scope.account) };
}

/** @param {Table} table @param {Field} field @returns {Condition} */
function emptyCondition(table, field) {
  const column = table.column(field.key);
  if (field.type === 'references') return { sql: `"id" NOT IN (SELECT "source" FROM ${column})`, values: [] };
  return { sql: `${column} IS NULL`, values: [] };
}

/** @param {Table} table @param {Field} field @param {JsonValue} wanted @returns {Condition} */
function filterCondition(table, field, wanted) {
  if (wanted === null) return emptyCondition(table, field);
  const column = table.column(field.key);
  const single = field.type === 'references' && Array.isArray(wanted) ? (wanted[0] ?? null) : wanted;
  const type = field.type === 'references' || field.type === 'file' ? 'reference' : storageOf(field);
  // What cannot be a value of the field is not found; asking a database for it could be an error.
  const parsed = single === null ? { problem: '' } : VALUE_TYPES[type].parse(single, field);
  if ('problem' in parsed) return NEVER;
  const { value } = parsed;
  if (value === null || (value instanceof Object && 'bytes' in value)) return NEVER;
  const values = [VALUE_TYPES[type].store(value)];
  if (field.type === 'references')
    return { sql: `"id" IN (SELECT "source" FROM ${column} WHERE "target" = ?)`, values };
  return { sql: `${field.type === 'boolean' ? table.truth(field.key) : column} = ?`, values };
}

/** @param {Table} table @param {readonly Field[]} fields @param {string} search @returns {Condition | undefined} */
function searchCondition(table, fields, search) {
  const text = fold(search.replaceAll('\0', '').toWellFormed().slice(0, MAX_SEARCH));
  const searched = fields.filter((field) => SEARCHED.has(field.type));
  if (text === '' || searched.length === 0) return undefined;
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const likes = searched.map((field) => `app_fold(${table.column(field.key)}) LIKE ? ESCAPE '\\'`);
  return { sql: `(${likes.join(' OR ')})`, values: likes.map(() => pattern) };
}

/** @param {Table} table @param {Entity} entity @param {Pick<ListQuery, 'filters' | 'search'>} query @returns {Condition[]} */
export function queryConditions(table, entity, { filters, search }) {
  const filtered = [...filters].map(([key, wanted]) => {
    const field = fieldOf(entity, key);
    return field === undefined ? NEVER : filterCondition(table, field, wanted);
  });
  const found = searchCondition(table, entity.fields, search);
  return found === undefined ? filtered : [...filtered, found];
}

/** @param {readonly (Condition | undefined)[]} conditions @returns {Condition} a WHERE clause, empty for none */
export function whereAll(conditions) {
  const real = conditions.filter((condition) => condition !== undefined);
  return {
    sql: real.length === 0 ? '' : ` WHERE ${real.map(({ sql }) => sql).join(' AND ')}`,
    values: real.flatMap(({ values }) => values),
  };
}
