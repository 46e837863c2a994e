import { isDay, toMoment } from './calendar.js';
import { isStorable, jsonProblem, parseJson } from './json-value.js';
import { isUpload, parseUpload } from './upload.js';

/**
 * What the rest of the app needs to know about a type of field.
 *
 * @import { Field, FieldType, Input, JsonValue, SqlValue, Upload } from '../../types.d.ts'
 * @typedef {{ value: JsonValue | Upload } | { problem: string }} Parsed
 * @typedef {object} ValueType
 * @property {(input: Input, field: Field) => Parsed} parse
 *   Checks a value from JSON or from a form. It is neither null nor the empty string.
 * @property {(value: JsonValue) => SqlValue} store from JSON, not null, to the database
 * @property {(stored: unknown) => JsonValue} load from the database, not null, to JSON
 */

const MAX_LINE = 500;
const MAX_TEXT = 20_000;
const MAX_MONEY = 1e13;
const MAX_REFERENCES = 500;

/** @param {string} problem */
const refuse = (problem) => ({ problem });
/** @param {JsonValue} value */
const accept = (value) => ({ value });

/** @param {JsonValue} value @returns {SqlValue} */
const same = (value) => (typeof value === 'object' ? JSON.stringify(value) : value);

/**
 * @param {number} limit
 * @param {(text: string, field: Field) => string | undefined} [complaint]
 * @returns {ValueType}
 */
function textual(limit, complaint = () => undefined) {
  return {
    parse: (input, field) => {
      if (typeof input !== 'string') return refuse('must be text');
      if (input.length > limit) return refuse(`must be at most ${limit} characters long`);
      if (!isStorable(input)) return refuse('contains a character that cannot be stored');
      const problem = complaint(input, field);
      return problem === undefined ? accept(input) : refuse(problem);
    },
    store: same,
    load: String,
  };
}

/** @param {(input: Input) => Parsed} parse @returns {ValueType} */
const numeric = (parse) => ({ parse, store: same, load: Number });

/** @param {Input} input */
function toNumber(input) {
  // Minus zero is zero: not every database knows it.
  if (typeof input === 'number') return input + 0;
  if (typeof input !== 'string' || !/^\s*[+-]?(?:\d+\.?\d*|\.\d+)\s*$/.test(input)) return Number.NaN;
  return Number(input) + 0;
}

const YES = new Set(['true', 'on', '1', 'yes']);
const NO = new Set(['false', 'off', '0', 'no']);

/** @param {Input} input */
function parseBoolean(input) {
  if (typeof input === 'boolean') return accept(input);
  const word = typeof input === 'string' ? input.toLowerCase() : '';
  if (YES.has(word)) return accept(true);
  return NO.has(word) ? accept(false) : refuse('must be true or false');
}

/** @param {Input} input */
function parseInteger(input) {
  const value = toNumber(input);
  if (Number.isSafeInteger(value)) return accept(value);
  return refuse(Number.isInteger(value) ? 'is too large' : 'must be a whole number');
}

/** @param {Input} input */
function parseMoney(input) {
  const value = toNumber(input);
  if (!Number.isFinite(value)) return refuse('must be an amount like 12.50');
  if (Math.abs(value) > MAX_MONEY) return refuse('is too large');
  const cents = Math.round(value * 100) + 0;
  return Math.abs(value * 100 - cents) < 1e-4
    ? accept(cents / 100)
    : refuse('must have at most two decimals');
}

/** @param {Input} input @returns {number | undefined} */
function toId(input) {
  const value = toNumber(input);
  return Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

/** An array of ids, or one; a form sends texts. @param {Input} input */
function parseReferences(input) {
  const given = Array.isArray(input) ? input.filter((part) => part !== '' && part !== null) : [input];
  const ids = new Set(given.map(toId));
  if (ids.size > MAX_REFERENCES) return refuse(`must be at most ${MAX_REFERENCES} records`);
  const known = [...ids].filter((id) => id !== undefined);
  return known.length === ids.size
    ? accept(known.sort((a, b) => a - b))
    : refuse('must be a list of numbers of records');
}

/** @param {Input} input */
function parseJsonField(input) {
  if (isUpload(input)) return refuse('must be JSON');
  const problem = jsonProblem(input);
  if (problem !== undefined) return refuse(problem);
  const text = JSON.stringify(input);
  // As it will be read back: without minus zero, for one.
  return text.length > MAX_TEXT ? refuse('is too large') : accept(parseJson(text));
}

/** @param {string} text */
function urlProblem(text) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const known = url?.protocol === 'http:' || url?.protocol === 'https:';
  return known ? undefined : 'must be an address that starts with http:// or https://';
}

/** @param {string} text */
const emailProblem = (text) =>
  /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/.test(text) ? undefined : 'must be an e-mail address';

/** @type {Readonly<Record<FieldType, ValueType>>} */
export const VALUE_TYPES = {
  string: textual(MAX_LINE),
  text: textual(MAX_TEXT),
  email: textual(254, emailProblem),
  url: textual(2_000, urlProblem),
  enum: textual(MAX_LINE, (text, field) =>
    field.values.includes(text) ? undefined : 'must be one of the listed values',
  ),
  date: textual(10, (text) => (isDay(text) ? undefined : 'must be a date like 2026-01-31')),
  datetime: {
    ...textual(40),
    parse: (input) => {
      const moment = typeof input === 'string' ? toMoment(input) : undefined;
      return moment === undefined ? refuse('must be a date and time like 2026-01-31T14:30') : accept(moment);
    },
  },
  integer: numeric(parseInteger),
  decimal: numeric((input) => {
    const value = toNumber(input);
    return Number.isFinite(value) ? accept(value) : refuse('must be a number');
  }),
  // Whole cents, so that sums are exact.
  money: {
    parse: parseMoney,
    store: (value) => Math.round(Number(value) * 100),
    load: (stored) => Number(stored) / 100,
  },
  boolean: {
    parse: parseBoolean,
    store: (value) => value === true,
    load: (stored) => stored === true || stored === 1,
  },
  reference: numeric((input) => {
    const id = toId(input);
    return id === undefined ? refuse('must be the number of a record') : accept(id);
  }),
  references: { parse: parseReferences, store: same, load: parseJson },
  file: { parse: parseUpload, store: same, load: Number },
  json: { parse: parseJsonField, store: (value) => JSON.stringify(value), load: parseJson },
};
