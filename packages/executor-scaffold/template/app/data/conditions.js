/**
 * @import { Entity, ListQuery } from '../types.d.ts'
 * @import { Table } from './table.js'
 */

const SEARCHED = new Set(['string', 'text', 'email', 'url', 'enum']);

/**
 * The WHERE clause of a list, and the values to bind to it.
 *
 * @param {Entity} entity
 * @param {Table} table
 * @param {ListQuery} query
 */
export function conditionsOf(entity, table, query) {
  /** @type {string[]} */
  const conditions = [];
  /** @type {(string | number | null)[]} */
  const values = [];
  for (const [key, value] of query.filters) {
    conditions.push(`${table.column(key)} IS ?`);
    values.push(table.toStored(key, value));
  }
  const searched = entity.fields.filter((field) => SEARCHED.has(field.type));
  if (query.search !== '' && searched.length > 0) {
    const pattern = `%${query.search.replace(/[\\%_]/g, '\\$&')}%`;
    const likes = searched.map((field) => `${table.column(field.key)} LIKE ? ESCAPE '\\'`);
    conditions.push(`(${likes.join(' OR ')})`);
    values.push(...searched.map(() => pattern));
  }
  return { where: conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`, values };
}
