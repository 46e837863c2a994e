import { ADMINISTRATOR } from '../access/rules.js';
import { hashPassword, passwordFits, passwordProblem } from './passwords.js';
import { fingerprint, newSecret } from './secrets.js';

/**
 * @import { Account } from '../access/rules.js'
 * @import { Database, Problem, Row } from '../types.d.ts'
 * @typedef {Account & { readonly disabled: boolean, readonly hasPassword: boolean, readonly createdAt: string }} AccountEntry
 * @typedef {{ readonly email: string, readonly name: string, readonly password?: string | undefined, readonly role: string }} NewAccount
 */

const INVITATION_MS = 7 * 86_400_000;
const EMAIL = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/;

/** @param {Row} row @returns {AccountEntry} */
const entryOf = (row) => ({
  id: Number(row.id),
  email: String(row.email),
  name: String(row.name),
  role: String(row.role),
  disabled: Boolean(row.disabled),
  hasPassword: row.password !== null,
  createdAt: String(row.created_at),
});

/** @param {string} email */
export const normalEmail = (email) =>
  email
    .toWellFormed()
    .replace(/\p{Cc}/gu, '')
    .trim()
    .normalize('NFC')
    .toLowerCase();

/** @param {NewAccount} account @returns {Problem[]} */
function problemsOf({ email, name, password }) {
  const weak = password === undefined ? undefined : passwordProblem(password);
  return [
    ...(name.trim() === '' || name.length > 200 || /\p{Cc}/u.test(name)
      ? [{ field: 'name', message: 'Name must be 1 to 200 characters on one line.' }]
      : []),
    ...(EMAIL.test(normalEmail(email)) && email.length <= 254
      ? []
      : [{ field: 'email', message: 'Email must be an e-mail address.' }]),
    ...(weak === undefined ? [] : [{ field: 'password', message: `Password ${weak}.` }]),
  ];
}

/** The people who may sign in. */
export class Accounts {
  #db;

  /** @param {Database} db */
  constructor(db) {
    this.#db = db;
  }

  /** @returns {Promise<readonly AccountEntry[]>} */
  async list() {
    return (await this.#db.query('SELECT * FROM "app_accounts" ORDER BY "id"')).map(entryOf);
  }

  /** @param {number} id @returns {Promise<AccountEntry | undefined>} */
  async get(id) {
    const [row] = await this.#db.query('SELECT * FROM "app_accounts" WHERE "id" = ?', [id]);
    return row === undefined ? undefined : entryOf(row);
  }

  /** Whether nobody has an account yet: the first one will be the administrator's. */
  async isEmpty() {
    return (await this.#db.query('SELECT 1 AS one FROM "app_accounts" LIMIT 1')).length === 0;
  }

  /**
   * The account that email and password belong to. It takes as long when there is none.
   *
   * @param {string} email
   * @param {string} password
   * @returns {Promise<AccountEntry | undefined>}
   */
  async authenticate(email, password) {
    const [row] = await this.#db.query('SELECT * FROM "app_accounts" WHERE "email" = ?', [
      normalEmail(email),
    ]);
    const stored = typeof row?.password === 'string' ? row.password : null;
    if (!(await passwordFits(password, stored)) || row === undefined) return undefined;
    // That took long enough for the password to be changed, or the account to be closed.
    const [now] = await this.#db.query(
      'SELECT * FROM "app_accounts" WHERE "id" = ? AND "password" = ? AND "disabled" = ?',
      [Number(row.id), stored, false],
    );
    return now === undefined ? undefined : entryOf(now);
  }

  /**
   * The first account of the app. Of two that come at the same moment, one is refused.
   *
   * @param {Omit<NewAccount, 'role'>} account
   * @returns {Promise<{ id: number } | { problems: readonly Problem[] }>}
   */
  async createFirst(account) {
    const checked = await this.#prepare({ ...account, role: ADMINISTRATOR });
    if ('problems' in checked) return checked;
    return this.#db.transaction(async (db) => {
      const taken = { problems: [{ field: '', message: 'The first account exists already. Sign in.' }] };
      const claimed = await db.run(
        'INSERT INTO "app_meta" ("key", "value") VALUES (?, ?) ON CONFLICT ("key") DO NOTHING',
        ['set-up', new Date().toISOString()],
      );
      // The command line may have invited somebody meanwhile.
      const isEmpty = (await db.query('SELECT 1 AS one FROM "app_accounts" LIMIT 1')).length === 0;
      return claimed === 0 || !isEmpty ? taken : insert(db, checked);
    });
  }

  /**
   * @param {NewAccount} account without a password it is usable by invitation only
   * @returns {Promise<{ id: number } | { problems: readonly Problem[] }>}
   */
  async create(account) {
    const checked = await this.#prepare(account);
    return 'problems' in checked ? checked : insert(this.#db, checked);
  }

  /**
   * A new password ends what the old one opened.
   *
   * @param {number} id
   * @param {string} password
   * @param {string} [keep] id of the session that goes on
   * @returns {Promise<readonly Problem[]>} none when it was set
   */
  async setPassword(id, password, keep = '') {
    const weak = passwordProblem(password);
    if (weak !== undefined) return [{ field: 'password', message: `Password ${weak}.` }];
    const hash = await hashPassword(password);
    await this.#db.transaction((db) => replacePassword(db, { id, hash, keep }));
    return [];
  }

  /**
   * Changes what an administrator may change. The last administrator who can sign in stays one.
   *
   * @param {number} id
   * @param {{ role: string, disabled: boolean }} change
   * @returns {Promise<readonly Problem[]>}
   */
  change(id, { role, disabled }) {
    return this.#db
      .transaction(async (db) => {
        // Two administrators who remove each other at the same moment take turns.
        const lock = db.dialect === 'postgres' ? ' FOR UPDATE' : '';
        await db.query(`SELECT "id" FROM "app_accounts" WHERE "role" = ? ORDER BY "id"${lock}`, [
          ADMINISTRATOR,
        ]);
        await db.run('UPDATE "app_accounts" SET "role" = ?, "disabled" = ? WHERE "id" = ?', [
          role,
          disabled,
          id,
        ]);
        const left = await db.query(
          'SELECT 1 AS one FROM "app_accounts" WHERE "role" = ? AND "disabled" = ? AND "password" IS NOT NULL LIMIT 1',
          [ADMINISTRATOR, false],
        );
        if (left.length === 0) throw new LastAdministrator();
        if (disabled) await db.run('DELETE FROM "app_sessions" WHERE "account" = ?', [id]);
        return [];
      })
      .catch((error) => {
        if (!(error instanceof LastAdministrator)) throw error;
        return [{ field: '', message: 'There must be at least one administrator who can sign in.' }];
      });
  }

  /** A link for one use, within a week: whoever has it sets the password of the account. @param {number} id @returns {Promise<string>} */
  async invite(id) {
    const secret = newSecret();
    await this.#db.transaction(async (db) => {
      await db.run('DELETE FROM "app_invitations" WHERE "account" = ?', [id]);
      await db.run('INSERT INTO "app_invitations" ("id", "account", "expires_at") VALUES (?, ?, ?)', [
        fingerprint(secret),
        id,
        new Date(Date.now() + INVITATION_MS).toISOString(),
      ]);
    });
    return secret;
  }

  /** The account an invitation is for. @param {string} secret @returns {Promise<AccountEntry | undefined>} */
  async invited(secret) {
    const [row] = await this.#db.query(
      'SELECT a.* FROM "app_invitations" i JOIN "app_accounts" a ON a."id" = i."account" WHERE i."id" = ? AND i."expires_at" > ? AND a."disabled" = ?',
      [fingerprint(secret), new Date().toISOString(), false],
    );
    return row === undefined ? undefined : entryOf(row);
  }

  /**
   * Sets the password of the invited account. The invitation is used up by it.
   *
   * @param {string} secret
   * @param {string} password
   * @returns {Promise<{ account: AccountEntry } | { problems: readonly Problem[] }>}
   */
  async accept(secret, password) {
    const over = { problems: [{ field: '', message: 'This invitation is not valid any more.' }] };
    const account = await this.invited(secret);
    if (account === undefined) return over;
    const weak = passwordProblem(password);
    if (weak !== undefined) return { problems: [{ field: 'password', message: `Password ${weak}.` }] };
    const hash = await hashPassword(password);
    return this.#db.transaction(async (db) => {
      const used = await db.run('DELETE FROM "app_invitations" WHERE "id" = ?', [fingerprint(secret)]);
      if (used === 0) return over;
      await replacePassword(db, { id: account.id, hash, keep: '' });
      return { account };
    });
  }

  /** @param {NewAccount} account @returns {Promise<{ problems: readonly Problem[] } | { email: string, name: string, role: string, password: string | null }>} */
  async #prepare(account) {
    const problems = problemsOf(account);
    if (problems.length > 0) return { problems };
    const password = account.password === undefined ? null : await hashPassword(account.password);
    return {
      email: normalEmail(account.email),
      name: account.name.toWellFormed().trim(),
      role: account.role,
      password,
    };
  }
}

class LastAdministrator extends Error {}

/** @param {Database} db @param {{ id: number, hash: string, keep: string }} change `keep`: id of the session that goes on */
async function replacePassword(db, { id, hash, keep }) {
  await db.run('UPDATE "app_accounts" SET "password" = ? WHERE "id" = ?', [hash, id]);
  // A link that lies around somewhere must not undo it, and whoever learned the old one is out.
  await db.run('DELETE FROM "app_invitations" WHERE "account" = ?', [id]);
  await db.run('DELETE FROM "app_sessions" WHERE "account" = ? AND "id" <> ?', [id, keep]);
}

/**
 * @param {Database} db
 * @param {{ email: string, name: string, role: string, password: string | null }} account
 * @returns {Promise<{ id: number } | { problems: readonly Problem[] }>}
 */
async function insert(db, { email, name, role, password }) {
  const [row] = await db.query(
    'INSERT INTO "app_accounts" ("email", "name", "role", "password", "disabled", "created_at") VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT ("email") DO NOTHING RETURNING "id"',
    [email, name, role, password, false, new Date().toISOString()],
  );
  if (row !== undefined) return { id: Number(row.id) };
  return { problems: [{ field: 'email', message: 'There is an account with this e-mail address already.' }] };
}
