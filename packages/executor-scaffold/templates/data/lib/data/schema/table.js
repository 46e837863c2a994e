/**
 * Translates between an entity's records and the rows of its table.
 *
 * @import { AppModel, Database, Entity, Field, FileInfo, JsonValue, Row, SqlValue, StoredRecord, Values } from '../../types.d.ts'
 * @import { Layouts, Slot } from './layout.js'
 * @typedef {{ readonly field: Field, readonly table: string }} Link a reference to many and its quoted table
 * @typedef {{ readonly links: ReadonlyMap<string, ReadonlyMap<number, number[]>>, readonly files: ReadonlyMap<number, FileInfo> }} Related
 *   what stands in other tables: ids by field key and record, and files by id
 */
import { fieldOf } from '../../model.js';
import { VALUE_TYPES } from '../values/values.js';
import { columnsOf, FIXED_COLUMNS } from './ddl.js';
import { layoutOf, slotOf } from './layout.js';
import { quoted, uniqueKey } from './sql.js';

const FIXED = new Set(FIXED_COLUMNS);
const TEXTS = new Set(['string', 'text', 'email', 'url', 'enum']);
const UNSORTED = new Set(['json', 'file', 'references']);

export class Table {
  #slots;
  #entity;

  /**
   * @param {AppModel} model
   * @param {Entity} entity
   * @param {{ dialect: Database['dialect'], layouts: Layouts }} stored
   */
  constructor(model, entity, { dialect, layouts }) {
    const layout = layoutOf(layouts, entity.id);
    this.#entity = entity;
    this.#slots = new Map(entity.fields.map((field) => [field.key, slotOf(model, field, layout.slots)]));
    this.dialect = dialect;
    /** Quoted, as every name here: ready for a statement. */
    this.name = quoted(layout.table);
    /** @type {readonly Link[]} */
    this.links = entity.fields
      .filter((field) => field.type === 'references')
      .map((field) => ({ field, table: quoted(this.#slot(field.key).name) }));
    /** Every column with files, also of fields that are gone: their files go with the record. */
    this.fileColumns = columnsOf(layout)
      .filter((slot) => slot.storage === 'file')
      .map((slot) => quoted(slot.name));
    /** Keys of the fields that hold a file. */
    this.fileKeys = entity.fields.filter((field) => field.type === 'file').map((field) => field.key);
    const columns = entity.fields
      .filter((field) => field.type !== 'references')
      .map((field) => this.column(field.key));
    /** What is read for a record. */
    this.selection = ['"id"', '"created_at"', '"updated_at"', ...columns].join(', ');
  }

  /** @param {string} key @returns {string} the column of a field, or the table of a reference to many */
  column(key) {
    return quoted(this.#slot(key).name);
  }

  /** What a unique field is compared by, and how a value is. @param {string} key */
  uniqueColumn(key) {
    const column = uniqueKey(this.dialect, this.#slot(key));
    return column.startsWith('md5(') ? { column, mark: 'md5(?)' } : { column, mark: '?' };
  }

  /**
   * The order of a list. Nothing comes last either way; records that are alike stand in the order they were added.
   *
   * @param {{ readonly key: string, readonly descending: boolean }} sort
   */
  order({ key, descending }) {
    const direction = descending ? 'DESC' : 'ASC';
    const field = fieldOf(this.#entity, key);
    const byId = `"id" ${direction}`;
    if (field === undefined)
      return FIXED.has(key) && key !== 'id' ? `${quoted(key)} ${direction}, ${byId}` : byId;
    if (UNSORTED.has(field.type)) return byId;
    return `${this.sortKey(field)} ${direction} NULLS LAST, ${byId}`;
  }

  /** @param {Field} field */
  sortKey(field) {
    const column = this.column(field.key);
    if (TEXTS.has(field.type))
      return this.dialect === 'postgres' ? `app_fold(${column}) COLLATE "C"` : `app_fold(${column})`;
    return field.type === 'boolean' ? this.truth(field.key) : column;
  }

  /** A boolean that was never set is false. @param {string} key */
  truth(key) {
    return `COALESCE(${this.column(key)}, ${this.dialect === 'sqlite' ? '0' : 'false'})`;
  }

  /** @param {string} key @param {JsonValue} value @returns {SqlValue} */
  toStored(key, value) {
    const field = fieldOf(this.#entity, key);
    return field === undefined || value === null ? null : VALUE_TYPES[field.type].store(value);
  }

  /**
   * The columns to write. Files and references to many are not among them: they are written apart.
   *
   * @param {Values} values
   * @returns {[column: string, value: SqlValue][]}
   */
  stored(values) {
    return this.#entity.fields.flatMap((field) => {
      const value = values.get(field.key);
      if (value === undefined || field.type === 'references' || field.type === 'file') return [];
      if (value instanceof Object && 'bytes' in value) return [];
      return [[this.column(field.key), this.toStored(field.key, value)]];
    });
  }

  /** @param {Row} row @returns {number[]} ids of the files of a row */
  fileIds(row) {
    return this.fileKeys.map((key) => row[this.#slot(key).name]).filter((id) => typeof id === 'number');
  }

  /**
   * @param {Row} row
   * @param {Related} related
   * @returns {StoredRecord}
   */
  record(row, { links, files }) {
    const id = Number(row.id);
    /** @param {Field} field @returns {JsonValue} */
    const read = (field) => {
      if (field.type === 'references') return links.get(field.key)?.get(id) ?? [];
      const stored = row[this.#slot(field.key).name] ?? null;
      if (field.type === 'file') return files.get(Number(stored)) ?? null;
      if (stored === null) return field.type === 'boolean' ? false : null;
      return VALUE_TYPES[field.type].load(stored);
    };
    return {
      id,
      ...Object.fromEntries(this.#entity.fields.map((field) => [field.key, read(field)])),
      created_at: String(row.created_at),
      updated_at: String(row.updated_at),
    };
  }

  /** @param {string} key @returns {Slot} */
  #slot(key) {
    const slot = this.#slots.get(key);
    if (slot === undefined)
      throw new Error(`No column for "${key}" of ${this.#entity.name}: run the migration first.`);
    return slot;
  }
}
