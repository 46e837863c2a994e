import { fieldOf } from '../model.js';
import { quoted } from './ddl.js';
import { VALUE_TYPES } from './values.js';

/**
 * @import { Entity, JsonValue, StoredRecord, Values } from '../types.d.ts'
 * @import { TableMap } from './schema.js'
 */

const FIXED = new Set(['id', 'created_at', 'updated_at']);

/** Translates between an entity's records and the rows of its table. */
export class Table {
  #entity;
  #columns;

  /**
   * @param {Entity} entity
   * @param {TableMap | undefined} map
   */
  constructor(entity, map) {
    if (map === undefined) throw new Error(`No table for "${entity.path}".`);
    this.#entity = entity;
    this.#columns = map.columns;
    /** Quoted, ready for a statement. */
    this.name = quoted(map.table);
  }

  /** @param {string} key @returns {string} the quoted column of a field */
  column(key) {
    return quoted(this.#plainColumn(key));
  }

  /** @param {string} key a field, or one of the fixed columns */
  sortColumn(key) {
    return FIXED.has(key) ? quoted(key) : this.column(key);
  }

  /** @param {string} key @param {JsonValue} value */
  toStored(key, value) {
    const field = fieldOf(this.#entity, key);
    return field === undefined || value === null ? null : VALUE_TYPES[field.type].store(value);
  }

  /** @param {Values} values @returns in the order of `values` */
  stored(values) {
    return [...values].map(([key, value]) => this.toStored(key, value));
  }

  /**
   * @param {Readonly<Record<string, unknown>>} row
   * @returns {StoredRecord}
   */
  record(row) {
    /** @type {[string, JsonValue][]} */
    const fields = this.#entity.fields.map((field) => {
      const stored = row[this.#plainColumn(field.key)];
      if (typeof stored === 'string' || typeof stored === 'number') {
        return [field.key, VALUE_TYPES[field.type].load(stored)];
      }
      return [field.key, field.type === 'boolean' ? false : null];
    });
    return {
      id: Number(row.id),
      ...Object.fromEntries(fields),
      created_at: String(row.created_at),
      updated_at: String(row.updated_at),
    };
  }

  /** @param {string} key */
  #plainColumn(key) {
    const column = this.#columns.get(key);
    if (column === undefined) throw new Error(`No column for "${key}".`);
    return column;
  }
}
