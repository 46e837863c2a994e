/**
 * @import { Database } from '../types.d.ts'
 */

/** @param {Database} db @param {string} key @returns {Promise<string | undefined>} */
export async function readSetting(db, key) {
  const [row] = await db.query('SELECT value FROM app_meta WHERE key = ?', [key]);
  return row === undefined ? undefined : String(row.value);
}

/**
 * @param {Database} db
 * @param {string} key
 * @param {{ value: string, onlyIfMissing: boolean }} wanted
 * @returns {Promise<string>} the value that counts now
 */
export async function writeSetting(db, key, { value, onlyIfMissing }) {
  const clash = onlyIfMissing ? 'DO NOTHING' : 'DO UPDATE SET value = excluded.value';
  await db.run(`INSERT INTO app_meta (key, value) VALUES (?, ?) ON CONFLICT (key) ${clash}`, [key, value]);
  return (await readSetting(db, key)) ?? value;
}
