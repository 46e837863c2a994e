/**
 * How values are kept. Types that are kept alike share a column, so that a change from one to the other (a line of
 * text becomes a list to choose from) leaves the data where it is.
 *
 * @import { Database, Field, FieldType } from '../../types.d.ts'
 * @typedef {'text' | 'integer' | 'decimal' | 'money' | 'boolean' | 'date' | 'datetime' | 'json' | 'file' | 'reference'
 *   | 'references'} Storage
 */

/** @type {Readonly<Record<FieldType, Storage>>} */
const STORAGE = {
  string: 'text',
  text: 'text',
  email: 'text',
  url: 'text',
  enum: 'text',
  integer: 'integer',
  decimal: 'decimal',
  money: 'money',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
  json: 'json',
  file: 'file',
  reference: 'reference',
  references: 'references',
};

/** Column types; `references` has none, for it is a table of its own. */
const COLUMN_TYPES = {
  sqlite: {
    text: 'TEXT',
    integer: 'INTEGER',
    decimal: 'REAL',
    money: 'INTEGER',
    boolean: 'INTEGER',
    date: 'TEXT',
    datetime: 'TEXT',
    json: 'TEXT',
    file: 'INTEGER',
    reference: 'INTEGER',
    references: '',
  },
  postgres: {
    text: 'text',
    integer: 'bigint',
    decimal: 'double precision',
    money: 'bigint',
    boolean: 'boolean',
    date: 'date',
    datetime: 'timestamptz',
    json: 'jsonb',
    file: 'bigint',
    reference: 'bigint',
    references: '',
  },
};

const UNIQUE = new Set(['text', 'integer', 'decimal', 'money', 'date', 'datetime', 'reference']);

/** @param {Pick<Field, 'type'>} field @returns {Storage} */
export const storageOf = (field) => STORAGE[field.type];

/** @param {Database['dialect']} dialect @param {Storage} storage */
export const columnType = (dialect, storage) => COLUMN_TYPES[dialect][storage];

/** Whether a database can say that two values are the same. @param {Storage} storage */
export const canBeUnique = (storage) => UNIQUE.has(storage);
