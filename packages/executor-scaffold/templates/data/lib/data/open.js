import { openPostgres } from './databases/postgres.js';
import { openSqlite } from './databases/sqlite.js';

/**
 * @import { Database } from '../types.d.ts'
 */

/**
 * Opens the app's database. Its tables are made by `migrate`.
 *
 * @param {object} options
 * @param {string | undefined} [options.url] `postgres://…`; left out or empty: SQLite
 * @param {string} options.file path of the SQLite database, or `:memory:`
 * @param {number | undefined} [options.poolSize] connections to PostgreSQL at most, 5 unless told
 * @returns {Promise<Database>}
 * @example const db = await openDatabase({ url: process.env.DATABASE_URL, file: 'data/app.db' });
 */
export async function openDatabase({ url, file, poolSize }) {
  if (url === undefined || url === '') return openSqlite(file);
  if (!/^postgres(?:ql)?:\/\//i.test(url)) throw new Error('DATABASE_URL must start with postgres://.');
  return openPostgres(url, { poolSize });
}
