/**
 * @import { JsonValue } from '../../types.d.ts'
 */

const MAX_DEPTH = 64;

/** Whether every database can store a text as it is. @param {string} text */
export const isStorable = (text) => text.isWellFormed() && !text.includes('\0');

/**
 * What is wrong with a value for a JSON field, undefined for nothing.
 *
 * @param {unknown} value
 * @param {number} [depth]
 * @returns {string | undefined}
 */
export function jsonProblem(value, depth = 0) {
  if (depth > MAX_DEPTH) return 'is nested too deeply';
  if (typeof value === 'string')
    return isStorable(value) ? undefined : 'contains a character that cannot be stored';
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'contains a number out of range';
  if (value instanceof Uint8Array) return 'must be JSON';
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, part] of Object.entries(value)) {
    const problem = jsonProblem(key) ?? jsonProblem(part, depth + 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** @param {unknown} text as a database gives it @returns {JsonValue} */
export const parseJson = (text) => JSON.parse(String(text));
