/**
 * @import { Database, Row, SqlValue } from '../../types.d.ts'
 *
 * @typedef {object} Statements What a transaction sends its statements by.
 * @property {(sql: string, values: readonly SqlValue[]) => readonly Row[] | Promise<readonly Row[]>} query
 * @property {(sql: string, values: readonly SqlValue[]) => number | Promise<number>} run
 */

/** What the work of a transaction gets: a database that is its own until the end. @implements {Database} */
export class Transaction {
  #statements;
  #over = false;

  /** @param {Database['dialect']} dialect @param {Statements} statements */
  constructor(dialect, statements) {
    this.dialect = dialect;
    this.#statements = statements;
  }

  /** @param {string} sql @param {readonly SqlValue[]} [values] @returns {Promise<readonly Row[]>} */
  async query(sql, values = []) {
    return this.#open().query(sql, values);
  }

  /** @param {string} sql @param {readonly SqlValue[]} [values] @returns {Promise<number>} */
  async run(sql, values = []) {
    return this.#open().run(sql, values);
  }

  /** One within another joins it. @template T @param {(database: Database) => Promise<T>} work @returns {Promise<T>} */
  async transaction(work) {
    this.#open();
    return work(this);
  }

  async close() {
    throw new Error('A transaction cannot close its database.');
  }

  end() {
    this.#over = true;
  }

  #open() {
    if (this.#over) throw new Error('This transaction is over.');
    return this.#statements;
  }
}
