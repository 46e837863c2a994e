/**
 * Adds, changes and deletes records, each in one transaction with its files and references.
 *
 * @import { AppModel, Database, Entity, Problem, SqlValue, Values } from '../../types.d.ts'
 * @import { Tables } from '../schema/tables.js'
 * @typedef {{ id: number } | { problems: readonly Problem[] }} Written
 */

import { isRefusal } from '../errors.js';
import { isId, marks } from '../schema/sql.js';
import { findConflicts } from './conflicts.js';
import { addFiles, removeFiles, writeLinks } from './related.js';

/** @param {string} message @returns {{ problems: readonly Problem[] }} */
const problem = (message) => ({ problems: [{ field: '', message }] });

/** @param {unknown} value */
const isEmpty = (value) =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);

/** A new record must have them, whoever checked the values. @param {Entity} entity @param {Values} values @returns {Problem[]} */
const missingFields = (entity, values) =>
  entity.fields
    .filter((field) => field.required && isEmpty(values.get(field.key)))
    .map((field) => ({ field: field.key, message: `${field.label} is required.` }));

/** A boolean has no third state. @param {Entity} entity @param {Values} values @returns {Values} */
function withBooleans(entity, values) {
  const booleans = entity.fields.filter((field) => field.type === 'boolean');
  return new Map([...booleans.map(({ key }) => /** @type {const} */ ([key, false])), ...values]);
}

export class Writer {
  #db;
  #model;
  #tables;

  /** @param {Database} db @param {AppModel} model @param {Tables} tables */
  constructor(db, model, tables) {
    this.#db = db;
    this.#model = model;
    this.#tables = tables;
  }

  /** @param {Entity} entity @param {Values} given @param {{ owner: number | null }} options @returns {Promise<Written>} */
  async create(entity, given, { owner }) {
    const values = withBooleans(entity, given);
    const missing = missingFields(entity, values);
    if (missing.length > 0) return { problems: missing };
    const table = this.#tables.of(entity);
    return this.#writing({ entity, values, exceptId: 0 }, async (db) => {
      const now = new Date().toISOString();
      /** @type {[string, SqlValue][]} */
      const columns = [
        ['"created_at"', now],
        ['"updated_at"', now],
        ['"record_owner"', owner],
        ...table.stored(values),
        ...(await addFiles(db, table, values)),
      ];
      const names = columns.map(([name]) => name).join(', ');
      const sql = `INSERT INTO ${table.name} (${names}) VALUES (${marks(columns.length)}) RETURNING "id"`;
      const [row] = await db.query(
        sql,
        columns.map(([, value]) => value),
      );
      const id = Number(row?.id);
      await writeLinks(db, table, { id, values });
      return { id };
    });
  }

  /** @param {Entity} entity @param {number} id @param {Values} values @param {{ owner?: number | null }} options @returns {Promise<Written>} */
  async update(entity, id, values, { owner } = {}) {
    const table = this.#tables.of(entity);
    const gone = problem(`This ${entity.name} does not exist any more.`);
    if (!isId(id)) return gone;
    return this.#writing({ entity, values, exceptId: id }, async (db) => {
      const before = await this.#lock(db, entity, id);
      if (before === undefined) return gone;
      const files = await addFiles(db, table, values);
      /** @type {[string, SqlValue][]} */
      const columns = [['"updated_at"', new Date().toISOString()], ...table.stored(values), ...files];
      if (owner !== undefined) columns.push(['"record_owner"', owner]);
      const sets = columns.map(([name]) => `${name} = ?`).join(', ');
      const sql = `UPDATE ${table.name} SET ${sets} WHERE "id" = ?`;
      await db.run(sql, [...columns.map(([, value]) => value), id]);
      await writeLinks(db, table, { id, values });
      await removeFiles(
        db,
        files.map(([column]) => before.get(column)),
      );
      return { id };
    });
  }

  /**
   * Keeps a record from being changed by others until the end of the transaction.
   *
   * @param {Database} db
   * @param {Entity} entity
   * @param {number} id
   * @returns {Promise<ReadonlyMap<string, unknown> | undefined>} its files by column
   */
  async #lock(db, entity, id) {
    const { name, fileColumns } = this.#tables.of(entity);
    const columns = ['"id"', ...fileColumns];
    const suffix = db.dialect === 'postgres' ? ' FOR UPDATE' : '';
    const [row] = await db.query(`SELECT ${columns.join(', ')} FROM ${name} WHERE "id" = ?${suffix}`, [id]);
    return row === undefined
      ? undefined
      : new Map(fileColumns.map((column) => [column, row[column.slice(1, -1)]]));
  }

  /**
   * The database has the last word: what its rules refuse is a problem of the values, not a fault.
   *
   * @param {{ entity: Entity, values: Values, exceptId: number }} record
   * @param {(db: Database) => Promise<Written>} write
   * @returns {Promise<Written>}
   */
  async #writing(record, write) {
    const context = { model: this.#model, tables: this.#tables };
    try {
      return await this.#db.transaction(async (db) => {
        const problems = await findConflicts({ ...context, db }, record);
        return problems.length > 0 ? { problems } : write(db);
      });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      // Somebody else was faster: now it can be seen who.
      const problems = await findConflicts({ ...context, db: this.#db }, record);
      return problems.length > 0 ? { problems } : problem('These values cannot be stored.');
    }
  }
}
