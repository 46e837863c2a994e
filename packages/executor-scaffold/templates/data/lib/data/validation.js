import { isEmptyUpload } from './values/upload.js';
import { VALUE_TYPES } from './values/values.js';

/**
 * @import { Entity, Field, Input, Problem, Values } from '../types.d.ts'
 * @import { Parsed } from './values/values.js'
 * @typedef {{ readonly values: Values, readonly problems: readonly Problem[] }} Validated
 * @typedef {{ readonly partial: boolean, readonly defaults: boolean }} Mode
 */

/** Names that stand in every record as it is read, so that one can be sent back as it came. */
const READ_ONLY = ['id', 'created_at', 'updated_at'];

/** How many complaints there are at most about names that are no fields. */
const MAX_PROBLEMS = 100;

/** @param {Field} field @returns {Parsed} */
function blank(field) {
  // A boolean has no third state: left out means no.
  if (field.type === 'boolean') return { value: false };
  if (field.required) return { problem: 'is required' };
  return { value: field.type === 'references' ? [] : null };
}

/**
 * @param {Field} field
 * @param {Input | undefined} input
 * @returns {Parsed}
 */
function check(field, input) {
  const tidy = typeof input === 'string' && field.type !== 'text' ? input.trim() : input;
  if (tidy === undefined || tidy === null || tidy === '') return blank(field);
  const parsed = VALUE_TYPES[field.type].parse(tidy, field);
  const isEmptyList = 'value' in parsed && Array.isArray(parsed.value) && parsed.value.length === 0;
  return isEmptyList && field.type === 'references' ? blank(field) : parsed;
}

/** A file that is read is told by its number, and sent back like this it stays. @param {Input | undefined} input */
const isFileInfo = (input) =>
  typeof input === 'object' && input !== null && 'id' in input && !('data' in input) && !('bytes' in input);

/** @param {Field} field @param {ReadonlyMap<string, Input>} input @returns {Input | undefined} undefined: left out */
function givenFor(field, input) {
  const given = input.get(field.key);
  return field.type === 'file' && (isEmptyUpload(given) || isFileInfo(given)) ? undefined : given;
}

/** What happens to a field that is left out. A new record has no file yet that could stay. @param {Field} field @param {Mode} mode */
const staysAsItIs = (field, mode) =>
  field.type === 'file' ? !(mode.defaults && field.required) : mode.partial;

/**
 * Checks the values of a record that came from outside. Names that are not fields are refused, so that a typing
 * mistake is not silently dropped.
 *
 * @param {Entity} entity
 * @param {ReadonlyMap<string, Input>} input
 * @param {Mode} mode `partial`: what is left out stays as it is; `defaults`: what is left out gets its default, as in
 *   a new record. A file that is left out always stays as it is.
 * @returns {Validated}
 * @example validate(entity, new Map([['title', 'Tea']]), { partial: true, defaults: false }).problems // []
 */
export function validate(entity, input, mode) {
  /** @type {Values} */
  const values = new Map();
  /** @type {Problem[]} */
  const problems = [];
  for (const field of entity.fields) {
    const given = givenFor(field, input);
    if (given === undefined && staysAsItIs(field, mode)) continue;
    const result = check(field, given === undefined && mode.defaults ? field.default : given);
    if ('value' in result) values.set(field.key, result.value);
    else problems.push({ field: field.key, message: `${field.label} ${result.problem}.` });
  }
  const known = new Set([...READ_ONLY, ...entity.fields.map((field) => field.key)]);
  for (const key of input.keys()) {
    // Nobody reads more, and an answer must not be larger than the question.
    if (problems.length >= MAX_PROBLEMS) break;
    const shown = key.slice(0, 80).toWellFormed();
    if (!known.has(key)) problems.push({ field: key, message: `There is no field "${shown}".` });
  }
  return { values, problems };
}
