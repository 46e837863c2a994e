/**
 * @import { Database, SqlValue } from '../../types.d.ts'
 */

/** @param {string} name an identifier, quoted so that no name can be taken for a keyword */
export const quoted = (name) => `"${name.replaceAll('"', '""')}"`;

/** @param {number} count */
export const marks = (count) => Array.from({ length: count }, () => '?').join(', ');

/**
 * A condition for any number of ids, in one value: the text of the statement is always the same.
 *
 * @param {Database['dialect']} dialect
 * @param {string} column quoted
 * @param {Iterable<number>} ids
 * @returns {{ sql: string, value: SqlValue }}
 */
export function among(dialect, column, ids) {
  const list = [...ids].join(',');
  return dialect === 'sqlite'
    ? { sql: `${column} IN (SELECT value FROM json_each(?))`, value: `[${list}]` }
    : { sql: `${column} = ANY (CAST(? AS bigint[]))`, value: `{${list}}` };
}

/**
 * What a column is compared by. An index entry of PostgreSQL has little room, so long texts stand in it as a digest.
 *
 * @param {Database['dialect']} dialect
 * @param {{ readonly name: string, readonly storage: string }} slot
 */
export const uniqueKey = (dialect, { name, storage }) =>
  dialect === 'postgres' && storage === 'text' ? `md5(${quoted(name)})` : quoted(name);

/** Whether a number can be the id of a record at all. @param {number} id */
export const isId = (id) => Number.isSafeInteger(id) && id > 0;
