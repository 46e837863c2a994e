import { isUnavailable } from '../data/errors.js';
import { fingerprint, newSecret } from './secrets.js';

/**
 * @import { Account } from '../access/rules.js'
 * @import { Database } from '../types.d.ts'
 * @typedef {{ readonly id: string, readonly account: Account }} Session `id`: what is stored of the token
 */

const DAY_MS = 86_400_000;
const LIFE_MS = 14 * DAY_MS;

/** @param {number} ms from now */
const inFuture = (ms) => new Date(Date.now() + ms).toISOString();

/** Who is signed in where. A session ends after two weeks without use. */
export class Sessions {
  #db;

  /** @param {Database} db */
  constructor(db) {
    this.#db = db;
  }

  /** @param {number} account @returns {Promise<string>} the token, known to its holder only */
  async start(account) {
    const now = new Date().toISOString();
    const token = newSecret();
    await this.#db.run('DELETE FROM "app_sessions" WHERE "expires_at" < ?', [now]);
    await this.#db.run(
      'INSERT INTO "app_sessions" ("id", "account", "created_at", "expires_at") VALUES (?, ?, ?, ?)',
      [fingerprint(token), account, now, inFuture(LIFE_MS)],
    );
    return token;
  }

  /** @param {string | undefined} token @returns {Promise<Session | undefined>} */
  async find(token) {
    if (token === undefined || !/^[\w-]{43}$/.test(token)) return undefined;
    const id = fingerprint(token);
    const [row] = await this.#db.query(
      'SELECT a."id", a."email", a."name", a."role", s."expires_at" FROM "app_sessions" s JOIN "app_accounts" a ON a."id" = s."account" WHERE s."id" = ? AND a."disabled" = ? AND s."expires_at" > ?',
      [id, false, new Date().toISOString()],
    );
    if (row === undefined) return undefined;
    await this.#prolong(id, String(row.expires_at));
    const { email, name, role } = row;
    return {
      id,
      account: { id: Number(row.id), email: String(email), name: String(name), role: String(role) },
    };
  }

  /** @param {string} id */
  async end(id) {
    await this.#db.run('DELETE FROM "app_sessions" WHERE "id" = ?', [id]);
  }

  /** @param {string | undefined} token */
  async endToken(token) {
    if (token !== undefined) await this.end(fingerprint(token));
  }

  /** Once a day, so that reading a page is no write. @param {string} id @param {string} expiresAt */
  async #prolong(id, expiresAt) {
    const left = Date.parse(expiresAt) - Date.now();
    // More than there can be was given while the clock was wrong.
    if (left > LIFE_MS - DAY_MS && left <= LIFE_MS) return;
    await this.#db
      .run('UPDATE "app_sessions" SET "expires_at" = ? WHERE "id" = ?', [inFuture(LIFE_MS), id])
      .catch((error) => {
        // Reading goes on while nothing can be written.
        if (!isUnavailable(error)) throw error;
      });
  }
}
