import { randomBytes } from 'node:crypto';
import { entityAt, referencesTo } from '../model.js';
import { conditionsOf } from './conditions.js';
import { migrate, openDatabase } from './schema.js';
import { Table } from './table.js';

/**
 * @import { StatementSync } from 'node:sqlite'
 * @import { AppModel, Entity, Field, ListQuery, ListResult, Problem, StoredRecord, Values } from '../types.d.ts'
 * @typedef {{ readonly id: number, readonly title: string }} Option
 */

const CONSTRAINT_FAILED = 19;

/**
 * All access to the database. Names of tables and columns come from the layout, values are always bound.
 */
export class Store {
  #db;
  #model;
  #tables;
  /** @type {Map<string, StatementSync>} */
  #statements = new Map();

  /**
   * @param {AppModel} model
   * @param {string} file path of the database, or `:memory:`
   */
  constructor(model, file) {
    this.#model = model;
    this.#db = openDatabase(file);
    const maps = migrate(this.#db, model);
    this.#tables = new Map(
      model.entities.map((entity) => [entity.path, new Table(entity, maps.get(entity.path))]),
    );
  }

  close() {
    this.#db.close();
  }

  /** Secret of this app's data, made once. @returns {Buffer} */
  secret() {
    this.#prepare('INSERT OR IGNORE INTO app_meta (key, value) VALUES (?, ?)').run(
      'form-secret',
      randomBytes(32).toString('hex'),
    );
    const row = this.#prepare('SELECT value FROM app_meta WHERE key = ?').get('form-secret');
    return Buffer.from(String(row?.value), 'hex');
  }

  /** @param {Entity} entity */
  count(entity) {
    return Number(this.#prepare(`SELECT count(*) AS n FROM ${this.#table(entity).name}`).get()?.n);
  }

  /**
   * @param {Entity} entity
   * @param {number} id
   * @returns {StoredRecord | undefined}
   */
  get(entity, id) {
    const row = this.#prepare(`SELECT * FROM ${this.#table(entity).name} WHERE "id" = ?`).get(id);
    return row === undefined ? undefined : this.#table(entity).record(row);
  }

  /**
   * @param {Entity} entity
   * @param {ListQuery} query
   * @returns {ListResult}
   */
  list(entity, query) {
    const table = this.#table(entity);
    const { where, values } = conditionsOf(entity, table, query);
    const total = Number(this.#prepare(`SELECT count(*) AS n FROM ${table.name}${where}`).get(...values)?.n);
    const direction = query.sort.descending ? 'DESC' : 'ASC';
    const order = `${table.sortColumn(query.sort.key)} ${direction}, "id" ${direction}`;
    const rows = this.#prepare(`SELECT * FROM ${table.name}${where} ORDER BY ${order} LIMIT ? OFFSET ?`).all(
      ...values,
      query.pageSize,
      (query.page - 1) * query.pageSize,
    );
    return { items: rows.map((row) => table.record(row)), total };
  }

  /**
   * @param {Entity} entity
   * @param {Values} values
   * @returns {{ id: number } | { problems: readonly Problem[] }}
   */
  create(entity, values) {
    const problems = this.#conflicts(entity, values, 0);
    if (problems.length > 0) return { problems };
    const now = new Date().toISOString();
    const table = this.#table(entity);
    const names = [...values.keys()].map((key) => table.column(key));
    const columns = ['"created_at"', '"updated_at"', ...names].join(', ');
    const marks = Array.from({ length: names.length + 2 }, () => '?').join(', ');
    return this.#writing(() => {
      const sql = `INSERT INTO ${table.name} (${columns}) VALUES (${marks})`;
      const result = this.#prepare(sql).run(now, now, ...table.stored(values));
      return { id: Number(result.lastInsertRowid) };
    });
  }

  /**
   * Changes the given fields of a record that exists.
   *
   * @param {Entity} entity
   * @param {number} id
   * @param {Values} values
   * @returns {{ id: number } | { problems: readonly Problem[] }}
   */
  update(entity, id, values) {
    const problems = this.#conflicts(entity, values, id);
    if (problems.length > 0) return { problems };
    const table = this.#table(entity);
    const names = [...values.keys()].map((key) => `${table.column(key)} = ?`);
    return this.#writing(() => {
      const sql = `UPDATE ${table.name} SET ${['"updated_at" = ?', ...names].join(', ')} WHERE "id" = ?`;
      this.#prepare(sql).run(new Date().toISOString(), ...table.stored(values), id);
      return { id };
    });
  }

  /**
   * Deletes a record unless another one needs it.
   *
   * @param {Entity} entity
   * @param {number} id
   * @returns {{ blockedBy: readonly { entity: Entity, count: number }[] }} empty when it is gone
   */
  remove(entity, id) {
    const blockedBy = referencesTo(this.#model, entity)
      .filter(({ field }) => field.required)
      .map(({ entity: other, field }) => ({ entity: other, count: this.#uses(other, field, id) }))
      .filter(({ count }) => count > 0);
    if (blockedBy.length === 0)
      this.#prepare(`DELETE FROM ${this.#table(entity).name} WHERE "id" = ?`).run(id);
    return { blockedBy };
  }

  /**
   * What people call a record.
   *
   * @param {Entity} entity
   * @param {StoredRecord} record
   */
  title(entity, record) {
    const value = entity.title === null ? null : record[entity.title];
    const text = typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : '';
    return text === '' ? `${entity.name} #${record.id}` : text;
  }

  /**
   * @param {Entity} entity
   * @param {number} limit
   * @returns {Option[] | undefined} undefined when there are more than `limit`
   */
  options(entity, limit) {
    const rows = this.#prepare(`SELECT * FROM ${this.#table(entity).name} ORDER BY "id" LIMIT ?`).all(
      limit + 1,
    );
    if (rows.length > limit) return undefined;
    return rows.map((row) => {
      const record = this.#table(entity).record(row);
      return { id: record.id, title: this.title(entity, record) };
    });
  }

  /** @param {string} sql */
  #prepare(sql) {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** @param {Entity} entity @returns {Table} */
  #table(entity) {
    const table = this.#tables.get(entity.path);
    if (table === undefined) throw new Error(`No table for "${entity.path}".`);
    return table;
  }

  /**
   * References that lead nowhere, and values that must be unique and are not.
   *
   * @param {Entity} entity
   * @param {Values} values
   * @param {number} exceptId
   * @returns {Problem[]}
   */
  #conflicts(entity, values, exceptId) {
    const table = this.#table(entity);
    return entity.fields.flatMap((field) => {
      const value = values.get(field.key) ?? null;
      if (value === null) return [];
      if (field.references !== null) {
        const target = entityAt(this.#model, field.references);
        if (this.get(target, Number(value)) === undefined) {
          return [{ field: field.key, message: `${field.label} must be an existing ${target.name}.` }];
        }
      }
      if (!field.unique) return [];
      const sql = `SELECT 1 FROM ${table.name} WHERE ${table.column(field.key)} = ? AND "id" <> ?`;
      const taken = this.#prepare(sql).get(table.toStored(field.key, value), exceptId) !== undefined;
      return taken ? [{ field: field.key, message: `${field.label} is already taken.` }] : [];
    });
  }

  /** @param {Entity} entity @param {Field} field @param {number} id */
  #uses(entity, field, id) {
    const table = this.#table(entity);
    const sql = `SELECT count(*) AS n FROM ${table.name} WHERE ${table.column(field.key)} = ?`;
    return Number(this.#prepare(sql).get(id)?.n);
  }

  /**
   * The database has the last word: what its constraints refuse is a problem of the input, not a fault.
   *
   * @template T
   * @param {() => T} write
   * @returns {T | { problems: readonly Problem[] }}
   */
  #writing(write) {
    try {
      return write();
    } catch (error) {
      const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
      if (code !== CONSTRAINT_FAILED) throw error;
      return { problems: [{ field: '', message: 'The database refused these values.' }] };
    }
  }
}
