import { Reader } from './records/reader.js';
import { Remover } from './records/remover.js';
import { Writer } from './records/writer.js';
import { Tables } from './schema/tables.js';
import { readSetting, writeSetting } from './settings.js';

/**
 * @import { AppModel, Database, Entity, ListQuery, ListResult, Option, Scope, StoredRecord, Upload, Values } from '../types.d.ts'
 * @import { Removal } from './records/remover.js'
 * @import { Written } from './records/writer.js'
 */

/**
 * The records of the app. Names of tables and columns come from the layout, values are always bound. Who may see or do
 * what is not decided here.
 */
export class Store {
  #db;
  #reader;
  #writer;
  #remover;

  /** @param {Database} db @param {AppModel} model @param {Tables} tables */
  constructor(db, model, tables) {
    this.#db = db;
    this.#reader = new Reader(db, model, tables);
    this.#writer = new Writer(db, model, tables);
    this.#remover = new Remover(db, model, tables);
  }

  /**
   * @param {Database} db after `migrate` with the same model
   * @param {AppModel} model
   * @example const store = await Store.open(db, model);
   */
  static async open(db, model) {
    return new Store(db, model, await Tables.read(db, model));
  }

  /**
   * One page of records, and how many there are on all pages.
   *
   * @param {Entity} entity
   * @param {ListQuery} query
   * @param {Scope} scope
   * @returns {Promise<ListResult>}
   */
  list(entity, query, scope) {
    return this.#reader.list(entity, query, scope);
  }

  /** @param {Entity} entity @param {number} id @param {Scope} scope @returns {Promise<StoredRecord | undefined>} */
  get(entity, id, scope) {
    return this.#reader.get(entity, id, scope);
  }

  /** @param {Entity} entity @param {Scope} scope @returns {Promise<number>} */
  count(entity, scope) {
    return this.#reader.count(entity, scope);
  }

  /** What people call records, by id; those that do not exist, or are out of scope, are left out. @param {Entity} entity @param {readonly number[]} ids @param {Scope} [scope] @returns {Promise<Map<number, string>>} */
  titles(entity, ids, scope = 'all') {
    return this.#reader.titles(entity, ids, scope);
  }

  /** What people call a record. @param {Entity} entity @param {StoredRecord} record @returns {string} */
  title(entity, record) {
    return this.#reader.title(entity, record);
  }

  /**
   * Records to choose from, in the order of their titles.
   *
   * @param {Entity} entity
   * @param {{ limit: number, scope: Scope, search?: string | undefined }} query
   * @returns {Promise<Option[] | undefined>} undefined when there are more than `limit`
   */
  options(entity, query) {
    return this.#reader.options(entity, query);
  }

  /**
   * @param {Entity} entity
   * @param {Values} values checked by `validate`
   * @param {{ owner: number | null }} options `owner`: the account that adds it
   * @returns {Promise<Written>}
   */
  create(entity, values, options) {
    return this.#writer.create(entity, values, options);
  }

  /**
   * Changes the given fields; the others stay as they are.
   *
   * @param {Entity} entity
   * @param {number} id
   * @param {Values} values checked by `validate`
   * @param {{ owner?: number | null }} [options] `owner`: the account that it belongs to from now on
   * @returns {Promise<Written>}
   */
  update(entity, id, values, options = {}) {
    return this.#writer.update(entity, id, values, options);
  }

  /**
   * Deletes a record with its files, unless others need it. References that may be empty are emptied.
   *
   * @param {Entity} entity
   * @param {number} id
   * @returns {Promise<Removal>}
   */
  remove(entity, id) {
    return this.#remover.remove(entity, id);
  }

  /** @param {Entity} entity @param {number} id @param {string} field @returns {Promise<Upload | undefined>} */
  file(entity, id, field) {
    return this.#reader.file(entity, id, field);
  }

  /** The account that added a record, null for none. @param {Entity} entity @param {number} id @returns {Promise<number | null>} */
  ownerOf(entity, id) {
    return this.#reader.ownerOf(entity, id);
  }

  /** @param {string} key @returns {Promise<string | undefined>} */
  setting(key) {
    return readSetting(this.#db, key);
  }

  /**
   * @param {string} key
   * @param {string} value
   * @param {{ onlyIfMissing?: boolean }} [options] `onlyIfMissing`: an earlier value stays, as for a secret that is made once
   * @returns {Promise<string>} the value that counts now
   */
  setSetting(key, value, { onlyIfMissing = false } = {}) {
    return writeSetting(this.#db, key, { value, onlyIfMissing });
  }
}
