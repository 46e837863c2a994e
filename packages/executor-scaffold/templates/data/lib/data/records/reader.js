/**
 * Finds records.
 *
 * @import { AppModel, Database, Entity, ListQuery, ListResult, Option, Row, Scope, StoredRecord, Upload } from '../../types.d.ts'
 * @import { Condition } from './conditions.js'
 * @import { Tables } from '../schema/tables.js'
 */
import { fieldOf } from '../../model.js';
import { among, isId } from '../schema/sql.js';
import { queryConditions, scopeCondition, whereAll } from './conditions.js';
import { readRelated } from './related.js';

const NO_FILTERS = new Map();
const MAX_TITLE = 100;

export class Reader {
  #db;
  #model;
  #tables;

  /** @param {Database} db @param {AppModel} model @param {Tables} tables */
  constructor(db, model, tables) {
    this.#db = db;
    this.#model = model;
    this.#tables = tables;
  }

  /** @param {Entity} entity @param {Scope} scope */
  async count(entity, scope) {
    return this.#count(entity, whereAll([this.#scope(entity, scope)]));
  }

  /** @param {Entity} entity @param {number} id @param {Scope} scope @returns {Promise<StoredRecord | undefined>} */
  async get(entity, id, scope) {
    if (!isId(id)) return undefined;
    const { sql, values } = whereAll([{ sql: '"id" = ?', values: [id] }, this.#scope(entity, scope)]);
    const table = this.#tables.of(entity);
    const rows = await this.#db.query(`SELECT ${table.selection} FROM ${table.name}${sql}`, values);
    return (await this.#records(entity, rows))[0];
  }

  /** @param {Entity} entity @param {ListQuery} query @param {Scope} scope @returns {Promise<ListResult>} */
  async list(entity, query, scope) {
    const table = this.#tables.of(entity);
    const where = whereAll([this.#scope(entity, scope), ...queryConditions(table, entity, query)]);
    const total = await this.#count(entity, where);
    const offset = Math.max(0, Math.min((query.page - 1) * query.pageSize, Number.MAX_SAFE_INTEGER));
    const rows = await this.#db.query(
      `SELECT ${table.selection} FROM ${table.name}${where.sql} ORDER BY ${table.order(query.sort)} LIMIT ? OFFSET ?`,
      [...where.values, query.pageSize, offset],
    );
    return { items: await this.#records(entity, rows), total };
  }

  /** @param {Entity} entity @param {readonly number[]} ids @param {Scope} scope */
  async titles(entity, ids, scope) {
    const { sql, value } = among(this.#db.dialect, '"id"', new Set(ids.filter(isId)));
    const where = whereAll([{ sql, values: [value] }, this.#scope(entity, scope)]);
    const table = this.#tables.of(entity);
    const query = `SELECT "id", ${this.#titleColumn(entity)} AS title FROM ${table.name}${where.sql}`;
    const rows = ids.length === 0 ? [] : await this.#db.query(query, where.values);
    return new Map(rows.map((row) => [Number(row.id), this.#titled(entity, Number(row.id), row.title)]));
  }

  /** @param {Entity} entity @param {StoredRecord} record */
  title(entity, record) {
    return this.#titled(entity, record.id, entity.title === null ? null : record[entity.title]);
  }

  /**
   * @param {Entity} entity
   * @param {{ limit: number, scope: Scope, search?: string | undefined }} query
   * @returns {Promise<Option[] | undefined>}
   */
  async options(entity, { limit, scope, search = '' }) {
    const table = this.#tables.of(entity);
    const found = queryConditions(table, entity, { filters: NO_FILTERS, search });
    const where = whereAll([this.#scope(entity, scope), ...found]);
    const order = table.order({ key: entity.title ?? 'id', descending: false });
    const rows = await this.#db.query(
      `SELECT "id", ${this.#titleColumn(entity)} AS title FROM ${table.name}${where.sql} ORDER BY ${order} LIMIT ?`,
      [...where.values, limit + 1],
    );
    if (rows.length > limit) return undefined;
    return rows.map((row) => ({
      id: Number(row.id),
      title: this.#titled(entity, Number(row.id), row.title),
    }));
  }

  /** @param {Entity} entity @param {number} id @param {string} field @returns {Promise<Upload | undefined>} */
  async file(entity, id, field) {
    if (!isId(id) || fieldOf(entity, field)?.type !== 'file') return undefined;
    const table = this.#tables.of(entity);
    const [row] = await this.#db.query(
      `SELECT name, type, bytes FROM app_files WHERE id = (SELECT ${table.column(field)} FROM ${table.name} WHERE "id" = ?)`,
      [id],
    );
    if (row === undefined || !(row.bytes instanceof Uint8Array)) return undefined;
    return { name: String(row.name), type: String(row.type), bytes: row.bytes };
  }

  /** @param {Entity} entity @param {number} id */
  async ownerOf(entity, id) {
    if (!isId(id)) return null;
    const sql = `SELECT "record_owner" FROM ${this.#tables.of(entity).name} WHERE "id" = ?`;
    const [row] = await this.#db.query(sql, [id]);
    return typeof row?.record_owner === 'number' ? row.record_owner : null;
  }

  /** @param {Entity} entity @param {Scope} scope */
  #scope(entity, scope) {
    return scopeCondition(this.#model, this.#tables, { entity, scope });
  }

  /** @param {Entity} entity @param {Condition} where */
  async #count(entity, where) {
    const sql = `SELECT count(*) AS n FROM ${this.#tables.of(entity).name}${where.sql}`;
    return Number((await this.#db.query(sql, where.values))[0]?.n);
  }

  /** @param {Entity} entity @param {readonly Row[]} rows */
  async #records(entity, rows) {
    const table = this.#tables.of(entity);
    const related = await readRelated(this.#db, table, rows);
    return rows.map((row) => table.record(row, related));
  }

  /** @param {Entity} entity */
  #titleColumn(entity) {
    return entity.title === null ? 'NULL' : this.#tables.of(entity).column(entity.title);
  }

  /** @param {Entity} entity @param {number} id @param {unknown} value */
  #titled(entity, id, value) {
    const text = typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : '';
    if (text === '') return `${entity.name} #${id}`;
    return text.length > MAX_TITLE ? `${text.slice(0, MAX_TITLE).toWellFormed()}…` : text;
  }
}
