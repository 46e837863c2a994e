import { setTimeout as pause } from 'node:timers/promises';
import { isCollision } from '../errors.js';
import { Transaction } from './transaction.js';

/**
 * @import { Client, Pool } from 'pg'
 * @import { Database, Row, SqlValue } from '../../types.d.ts'
 * @import { Statements } from './transaction.js'
 */

const POOL_SIZE = 5;
const CONNECT_TIMEOUT_MS = 10_000;
const ATTEMPTS = 6;

const BYTEA = 17;
const INT8 = 20;
const NUMERIC = 1700;
const DATE = 1082;
const JSON_TEXT = 114;
const JSONB = 3802;
const TIMESTAMPTZ = 1184;

async function loadPg() {
  try {
    return await import('pg');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    throw new Error(
      'DATABASE_URL names a PostgreSQL database, but the package "pg" is missing. Install it: npm install pg',
      { cause: error },
    );
  }
}

/** Why it could not be opened, without the address: that holds a password. @param {unknown} error */
function openingFailed(error) {
  const reason =
    error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_URL'
      ? 'the address is not valid. Special characters of its password must be percent-encoded.'
      : error instanceof Error && error.message !== ''
        ? error.message
        : String(error);
  return new Error(`The PostgreSQL database of DATABASE_URL cannot be opened: ${reason}`, { cause: error });
}

/** How values are read: as SQLite gives them. @param {Awaited<ReturnType<typeof loadPg>>} pg */
function parsers(pg) {
  const toBuffer = pg.types.getTypeParser(BYTEA, 'text');
  /** @param {string} value */
  const toBytes = (value) => {
    const buffer = toBuffer(value);
    // Plain bytes, as SQLite has them: a Buffer differs in small ways.
    return buffer instanceof Uint8Array
      ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
      : buffer;
  };
  const toDate = pg.types.getTypeParser(TIMESTAMPTZ, 'text');
  /** @type {[number, (value: string) => unknown][]} */
  const own = [
    [BYTEA, toBytes],
    [INT8, Number],
    [NUMERIC, Number],
    [DATE, String],
    [JSON_TEXT, String],
    [JSONB, String],
    [
      TIMESTAMPTZ,
      (value) => {
        const at = toDate(value);
        return at instanceof Date ? at.toISOString() : String(at);
      },
    ],
  ];
  const byType = new Map(own);
  return {
    /** @param {number} oid @param {string} [format] */
    getTypeParser(oid, format = 'text') {
      return (format === 'text' ? byType.get(oid) : undefined) ?? pg.types.getTypeParser(oid, format);
    },
  };
}

/** `?` becomes `$1`, `$2` … @param {string} sql */
function numbered(sql) {
  let count = 0;
  return sql.replaceAll('?', () => {
    count += 1;
    return `$${count}`;
  });
}

/** @param {Client | Pool} target @returns {Statements} */
const statementsOf = (target) => ({
  query: async (sql, values) => (await target.query(numbered(sql), values)).rows,
  run: async (sql, values) => (await target.query(numbered(sql), values)).rowCount ?? 0,
});

/** A broken connection fails the statement that uses it; the event alone would end the process. */
const ignore = () => undefined;

/** @param {Client} client @param {boolean} [broken] */
function giveBack(client, broken = false) {
  client.off('error', ignore);
  client.release(broken);
}

/** @param {Client} client */
async function rollBack(client) {
  try {
    await client.query('ROLLBACK');
    giveBack(client);
  } catch {
    // Nobody knows what this connection is in the middle of.
    giveBack(client, true);
  }
}

/** @implements {Database} */
class PostgresDatabase {
  /** @type {'postgres'} */
  dialect = 'postgres';
  #pool;

  /** @param {Pool} pool */
  constructor(pool) {
    this.#pool = pool;
  }

  /** @param {string} sql @param {readonly SqlValue[]} [values] @returns {Promise<readonly Row[]>} */
  async query(sql, values = []) {
    return (await this.#pool.query(numbered(sql), values)).rows;
  }

  /** @param {string} sql @param {readonly SqlValue[]} [values] */
  async run(sql, values = []) {
    return (await this.#pool.query(numbered(sql), values)).rowCount ?? 0;
  }

  /** @template T @param {(database: Database) => Promise<T>} work @returns {Promise<T>} */
  async transaction(work) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#once(work);
      } catch (error) {
        if (!isCollision(error) || attempt === ATTEMPTS) throw error;
        await pause(Math.random() * 20 * attempt);
      }
    }
  }

  async close() {
    await this.#pool.end();
  }

  /** @template T @param {(database: Database) => Promise<T>} work @returns {Promise<T>} */
  async #once(work) {
    const client = await this.#pool.connect();
    client.on('error', ignore);
    const transaction = new Transaction('postgres', statementsOf(client));
    try {
      await client.query('BEGIN');
      const result = await work(transaction);
      const { command } = await client.query('COMMIT');
      // After a failed statement that the work kept quiet about, COMMIT rolls back and says so only here.
      if (command !== 'COMMIT')
        throw new Error('A statement of this transaction had failed: nothing was saved.');
      giveBack(client);
      return result;
    } catch (error) {
      await rollBack(client);
      throw error;
    } finally {
      transaction.end();
    }
  }
}

/**
 * @param {string} url `postgres://user:password@host:port/database`
 * @param {{ poolSize?: number | undefined }} [options]
 * @returns {Promise<Database>}
 */
export async function openPostgres(url, { poolSize = POOL_SIZE } = {}) {
  const pg = await loadPg();
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    types: parsers(pg),
  });
  // An idle connection that broke is replaced at the next use.
  pool.on('error', ignore);
  try {
    await pool.query('SELECT 1');
  } catch (error) {
    // Not waited for: a server that is in no state to answer does not hang up at once.
    pool.end().catch(ignore);
    throw openingFailed(error);
  }
  return new PostgresDatabase(pool);
}
