import { VALUE_TYPES } from './values.js';

/**
 * @import { Entity, Field, JsonValue, Problem, Values } from '../types.d.ts'
 * @typedef {{ readonly values: Values, readonly problems: readonly Problem[] }} Validated
 */

/** @param {JsonValue | undefined} input */
const isBlank = (input) => input === undefined || input === null || input === '';

/**
 * @param {Field} field
 * @param {JsonValue | undefined} input
 * @returns {{ value: JsonValue } | { problem: string }}
 */
function check(field, input) {
  if (input === undefined || input === null || isBlank(input)) {
    // A boolean has no third state: left out means no.
    if (field.type === 'boolean') return { value: false };
    return field.required ? { problem: 'is required' } : { value: null };
  }
  const tidy = typeof input === 'string' && field.type !== 'text' ? input.trim() : input;
  if (tidy === '') return check(field, null);
  return VALUE_TYPES[field.type].parse(tidy, field);
}

/**
 * Checks the values of a record that came from outside. Names that are not fields are refused, so that a typing
 * mistake is not silently dropped.
 *
 * @param {Entity} entity
 * @param {ReadonlyMap<string, JsonValue>} input
 * @param {{ partial: boolean, defaults: boolean }} mode `partial`: what is left out stays as it is; `defaults`: what
 *   is left out gets its default
 * @returns {Validated}
 */
export function validate(entity, input, mode) {
  /** @type {Values} */
  const values = new Map();
  /** @type {Problem[]} */
  const problems = [];
  for (const field of entity.fields) {
    if (mode.partial && !input.has(field.key)) continue;
    const given = input.has(field.key) ? input.get(field.key) : mode.defaults ? field.default : null;
    const result = check(field, given);
    if ('problem' in result)
      problems.push({ field: field.key, message: `${field.label} ${result.problem}.` });
    else values.set(field.key, result.value);
  }
  const known = new Set(['id', 'created_at', 'updated_at', ...entity.fields.map((field) => field.key)]);
  for (const key of input.keys()) {
    if (!known.has(key)) problems.push({ field: key, message: `There is no field "${key.slice(0, 80)}".` });
  }
  return { values, problems };
}
