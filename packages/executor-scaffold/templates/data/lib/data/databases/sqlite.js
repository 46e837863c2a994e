import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { fold } from './fold.js';
import { Transaction } from './transaction.js';

/**
 * @import { StatementSync } from 'node:sqlite'
 * @import { Database, Row, SqlValue } from '../../types.d.ts'
 */

const MAX_PREPARED = 500;
const BUSY = 5;
/** How long another process is waited for: it may be changing the tables. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 10;

/**
 * Tries again while another process holds the database. The wait leaves this process free to do other things, which
 * SQLite's own busy timeout does not.
 *
 * @template T
 * @param {() => T} work
 * @returns {Promise<T>}
 */
async function patiently(work) {
  for (let waited = 0; ; waited += PAUSE_MS) {
    try {
      return work();
    } catch (error) {
      const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
      if (code !== BUSY || waited >= PATIENCE_MS) throw error;
      await pause(PAUSE_MS);
    }
  }
}

/** @param {SqlValue} value */
const bound = (value) => (typeof value === 'boolean' ? Number(value) : value);

/** The one connection, with the statements it has prepared. */
class Connection {
  #db;
  /** @type {Map<string, StatementSync>} */
  #prepared = new Map();

  /** @param {DatabaseSync} db */
  constructor(db) {
    this.#db = db;
  }

  /** @param {string} sql @param {readonly SqlValue[]} values @returns {readonly Row[]} */
  query(sql, values) {
    return this.#prepare(sql).all(...values.map(bound));
  }

  /** @param {string} sql @param {readonly SqlValue[]} values */
  run(sql, values) {
    return Number(this.#prepare(sql).run(...values.map(bound)).changes);
  }

  /** @param {string} sql */
  exec(sql) {
    this.#db.exec(sql);
  }

  rollBack() {
    // A full disk, for one, has ended the transaction already.
    if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
  }

  close() {
    this.#prepared.clear();
    if (this.#db.isOpen) this.#db.close();
  }

  /** @param {string} sql */
  #prepare(sql) {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    if (this.#prepared.size >= MAX_PREPARED) this.#prepared.clear();
    const statement = this.#db.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement;
  }
}

/**
 * A SQLite database. There is one connection, so callers take turns, and a transaction keeps its turn until it ends.
 *
 * @implements {Database}
 */
class SqliteDatabase {
  /** @type {'sqlite'} */
  dialect = 'sqlite';
  #connection;
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();

  /** @param {Connection} connection */
  constructor(connection) {
    this.#connection = connection;
  }

  /** @param {string} sql @param {readonly SqlValue[]} [values] */
  query(sql, values = []) {
    return this.#inTurn(() => patiently(() => this.#connection.query(sql, values)));
  }

  /** @param {string} sql @param {readonly SqlValue[]} [values] */
  run(sql, values = []) {
    return this.#inTurn(() => patiently(() => this.#connection.run(sql, values)));
  }

  /** @template T @param {(database: Database) => Promise<T>} work @returns {Promise<T>} */
  transaction(work) {
    return this.#inTurn(async () => {
      // Immediate: two processes that both read first and write later would otherwise fail each other.
      await patiently(() => this.#connection.exec('BEGIN IMMEDIATE'));
      const transaction = new Transaction('sqlite', this.#connection);
      try {
        const result = await work(transaction);
        this.#connection.exec('COMMIT');
        return result;
      } catch (error) {
        this.#connection.rollBack();
        throw error;
      } finally {
        transaction.end();
      }
    });
  }

  close() {
    return this.#inTurn(() => this.#connection.close());
  }

  /** @template T @param {() => T | Promise<T>} work @returns {Promise<T>} */
  #inTurn(work) {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}

/** @param {string} file */
function connect(file) {
  const db = new DatabaseSync(file);
  try {
    db.exec('PRAGMA busy_timeout = 20');
    db.exec('PRAGMA journal_mode = WAL');
    // What was answered as saved survives a loss of power, too.
    db.exec('PRAGMA synchronous = FULL');
    db.exec('PRAGMA foreign_keys = ON');
    db.function('app_fold', { deterministic: true }, (text) =>
      typeof text === 'string' ? fold(text) : null,
    );
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * @param {string} file path of the database, made when it does not exist, or `:memory:`
 * @returns {Promise<Database>}
 */
export async function openSqlite(file) {
  try {
    return new SqliteDatabase(new Connection(await patiently(() => connect(file))));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The database ${file} cannot be opened: ${reason}`, { cause: error });
  }
}
