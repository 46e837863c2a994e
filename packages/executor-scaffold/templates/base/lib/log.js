/** @typedef {(level: 'info' | 'warn' | 'error', message: string, fields?: Readonly<Record<string, unknown>>) => void} Log */

/**
 * One JSON line per event on standard output.
 *
 * @param {'info' | 'warn' | 'error'} level
 * @param {string} message
 * @param {Readonly<Record<string, unknown>>} [fields]
 */
export function log(level, message, fields = {}) {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);
}
