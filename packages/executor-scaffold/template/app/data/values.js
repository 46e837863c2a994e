/**
 * @import { Field, FieldType, JsonValue } from '../types.d.ts'
 */

/**
 * What the rest of the app needs to know about a type of field.
 *
 * @typedef {object} ValueType
 * @property {'TEXT' | 'INTEGER' | 'REAL'} column
 * @property {(input: JsonValue, field: Field) => { value: JsonValue } | { problem: string }} parse
 *   Checks a value from JSON or from a form. It is neither null nor the empty string.
 * @property {(value: JsonValue) => string | number | null} store from JSON to the database
 * @property {(stored: string | number) => JsonValue} load from the database to JSON
 */

const MAX_LINE = 500;
const MAX_TEXT = 20_000;
const MAX_MONEY = 1e13;

/** @param {string} problem */
const refuse = (problem) => ({ problem });
/** @param {JsonValue} value */
const accept = (value) => ({ value });

/** @param {JsonValue} value */
const same = (value) => (typeof value === 'string' || typeof value === 'number' ? value : null);

/**
 * @param {number} limit
 * @param {(text: string) => string | undefined} [complaint]
 * @returns {ValueType}
 */
function textual(limit, complaint = () => undefined) {
  return {
    column: 'TEXT',
    parse: (input) => {
      if (typeof input !== 'string') return refuse('must be text');
      if (input.length > limit) return refuse(`must be at most ${limit} characters long`);
      if (input.includes('\0')) return refuse('contains a character that cannot be stored');
      const problem = complaint(input);
      return problem === undefined ? accept(input.toWellFormed()) : refuse(problem);
    },
    store: same,
    load: (stored) => stored,
  };
}

/** @param {JsonValue} input */
function toNumber(input) {
  if (typeof input === 'number') return input;
  if (typeof input !== 'string' || !/^\s*[+-]?(?:\d+\.?\d*|\.\d+)\s*$/.test(input)) return Number.NaN;
  return Number(input);
}

/** @param {string} text YYYY-MM-DD */
function isCalendarDay(text) {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

const DATETIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?$/i;

/** @param {JsonValue} input */
function parseDatetime(input) {
  const match = typeof input === 'string' ? DATETIME.exec(input.trim()) : null;
  const [, day = '', time = '', zone = 'Z'] = match ?? [];
  const at = new Date(`${day}T${time}${zone.toUpperCase()}`);
  if (match === null || !isCalendarDay(day) || Number.isNaN(at.getTime())) {
    return refuse('must be a date and time like 2026-01-31T14:30');
  }
  return accept(at.toISOString());
}

const YES = new Set(['true', 'on', '1', 'yes']);
const NO = new Set(['false', 'off', '0', 'no']);

/** @param {JsonValue} input */
function parseBoolean(input) {
  if (typeof input === 'boolean') return accept(input);
  const word = typeof input === 'string' ? input.toLowerCase() : '';
  if (YES.has(word)) return accept(true);
  return NO.has(word) ? accept(false) : refuse('must be true or false');
}

/** @param {JsonValue} input */
function parseInteger(input) {
  const value = toNumber(input);
  return Number.isSafeInteger(value) ? accept(value) : refuse('must be a whole number');
}

/** @param {JsonValue} input */
function parseMoney(input) {
  const value = toNumber(input);
  if (!Number.isFinite(value)) return refuse('must be an amount like 12.50');
  if (Math.abs(value) > MAX_MONEY) return refuse('is too large');
  const cents = Math.round(value * 100);
  return Math.abs(value * 100 - cents) < 1e-4
    ? accept(cents / 100)
    : refuse('must have at most two decimals');
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

/** @param {string} text */
const dateProblem = (text) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && isCalendarDay(text) ? undefined : 'must be a date like 2026-01-31';

/** @type {Readonly<Record<FieldType, ValueType>>} */
export const VALUE_TYPES = {
  string: textual(MAX_LINE),
  text: textual(MAX_TEXT),
  email: textual(254, emailProblem),
  url: textual(2_000, urlProblem),
  date: textual(10, dateProblem),
  datetime: { column: 'TEXT', parse: parseDatetime, store: same, load: (stored) => stored },
  enum: {
    ...textual(MAX_LINE),
    parse: (input, field) =>
      typeof input === 'string' && field.values.includes(input)
        ? accept(input)
        : refuse('must be one of the listed values'),
  },
  integer: { column: 'INTEGER', parse: parseInteger, store: same, load: (stored) => stored },
  decimal: {
    column: 'REAL',
    parse: (input) => {
      const value = toNumber(input);
      return Number.isFinite(value) ? accept(value) : refuse('must be a number');
    },
    store: same,
    load: (stored) => stored,
  },
  // Whole cents, so that sums are exact.
  money: {
    column: 'INTEGER',
    parse: parseMoney,
    store: (value) => (typeof value === 'number' ? Math.round(value * 100) : null),
    load: (stored) => Number(stored) / 100,
  },
  boolean: {
    column: 'INTEGER',
    parse: parseBoolean,
    store: (value) => (value === null ? null : Number(value === true)),
    load: (stored) => stored === 1,
  },
  reference: {
    column: 'INTEGER',
    parse: (input) => {
      const value = toNumber(input);
      return Number.isSafeInteger(value) && value > 0
        ? accept(value)
        : refuse('must be the number of a record');
    },
    store: same,
    load: (stored) => stored,
  },
  json: {
    column: 'TEXT',
    parse: (input) => (JSON.stringify(input).length > MAX_TEXT ? refuse('is too large') : accept(input)),
    store: (value) => (value === null ? null : JSON.stringify(value)),
    load: (stored) => JSON.parse(String(stored)),
  },
};
