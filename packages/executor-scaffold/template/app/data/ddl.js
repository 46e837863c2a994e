import { VALUE_TYPES } from './values.js';

/**
 * @import { Field } from '../types.d.ts'
 * @typedef {{ readonly notNull: boolean, readonly unique: boolean, readonly check: boolean }} Constraints
 */

/** @type {Constraints} */
export const ALL_CONSTRAINTS = { notNull: true, unique: true, check: true };

/** @param {string} name an identifier, quoted so that no name can be taken for a keyword */
export const quoted = (name) => `"${name.replaceAll('"', '""')}"`;

/** @param {string | number | null} value */
export function literal(value) {
  if (value === null) return 'NULL';
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''").replaceAll('\0', '')}'`;
}

/**
 * The condition that every stored value of a field meets, undefined when the type alone says enough.
 *
 * @param {Field} field
 * @param {string} column
 */
export function checkOf(field, column) {
  if (field.type === 'boolean') return `${quoted(column)} IN (0, 1)`;
  if (field.type !== 'enum') return undefined;
  return `${quoted(column)} IN (${field.values.map(literal).join(', ')})`;
}

/** @param {Field} field */
export const defaultOf = (field) =>
  field.default === null ? null : VALUE_TYPES[field.type].store(field.default);

/**
 * @param {Field} field
 * @param {string} column
 * @param {{ target: string | undefined, constraints: Constraints }} context `target`: table a reference points to
 */
export function columnDefinition(field, column, { target, constraints }) {
  const parts = [quoted(column), VALUE_TYPES[field.type].column];
  const needed = field.required || field.type === 'boolean';
  if (needed && constraints.notNull) parts.push('NOT NULL');
  if (field.unique && constraints.unique) parts.push('UNIQUE');
  const fallback = field.type === 'boolean' ? (defaultOf(field) ?? 0) : defaultOf(field);
  if (fallback !== null) parts.push(`DEFAULT ${literal(fallback)}`);
  const check = checkOf(field, column);
  if (check !== undefined && constraints.check) parts.push(`CHECK (${check})`);
  if (target !== undefined) {
    const onDelete = field.required ? 'RESTRICT' : 'SET NULL';
    parts.push(`REFERENCES ${quoted(target)} ("id") ON DELETE ${onDelete}`);
  }
  return parts.join(' ');
}

/**
 * @param {string} table
 * @param {readonly string[]} columns column definitions
 */
export function createTable(table, columns) {
  const fixed = [
    '"id" INTEGER PRIMARY KEY AUTOINCREMENT',
    '"created_at" TEXT NOT NULL',
    '"updated_at" TEXT NOT NULL',
  ];
  return `CREATE TABLE ${quoted(table)} (\n  ${[...fixed, ...columns].join(',\n  ')}\n)`;
}
