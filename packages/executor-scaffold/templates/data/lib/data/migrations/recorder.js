/**
 * @import { Database, SqlValue } from '../../types.d.ts'
 * @typedef {{ readonly summary: string, readonly sql: readonly string[] }} Step
 * @typedef {{ readonly subject: string, readonly notes: string[], readonly sql: string[] }} Draft
 */

/** Names for people may hold what a database refuses. @param {string} text */
const storable = (text) => text.toWellFormed().replaceAll('\0', '');

/** Runs the statements of a migration and keeps count of them: one step for each table that changes. */
export class Recorder {
  #db;
  /** @type {Map<string, Draft>} */
  #drafts = new Map();

  /** @param {Database} db */
  constructor(db) {
    this.#db = db;
  }

  /** @param {string} subject what people call it @param {string} note what is done, for people */
  note(subject, note) {
    this.#draft(subject).notes.push(note);
  }

  /** @param {string} subject @param {string} sql @param {readonly SqlValue[]} [values] not recorded: they are data */
  async run(subject, sql, values = []) {
    const draft = this.#draft(subject);
    if (!draft.sql.includes(sql)) draft.sql.push(sql);
    return this.#db.run(sql, values);
  }

  /** @returns {Step[]} */
  steps() {
    return [...this.#drafts.values()].map(({ subject, notes, sql }) => ({
      summary: storable(`${subject}: ${notes.length === 0 ? 'changed' : notes.join('; ')}.`),
      sql,
    }));
  }

  /** @param {string} subject */
  #draft(subject) {
    const known = this.#drafts.get(subject);
    if (known !== undefined) return known;
    /** @type {Draft} */
    const draft = { subject, notes: [], sql: [] };
    this.#drafts.set(subject, draft);
    return draft;
  }
}
