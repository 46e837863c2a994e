import { validate } from '../data/validation.js';
import { fieldOf } from '../model.js';
import { HttpProblem } from './responses.js';

/**
 * @import { Entity, JsonValue, ListQuery } from '../types.d.ts'
 */

const FIXED_SORTS = new Set(['id', 'created_at', 'updated_at']);
const FILTER = 'filter.';

/** @param {string | null} text @param {{ fallback: number, max: number }} range */
function wholeNumber(text, { fallback, max }) {
  if (text === null) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > max) {
    throw new HttpProblem(400, `"${text.slice(0, 20)}" is not a number between 1 and ${max}.`);
  }
  return value;
}

/** @param {Entity} entity @param {string | null} text */
function sortOrder(entity, text) {
  const wanted = text ?? '-id';
  const key = wanted.replace(/^-/, '');
  if (!FIXED_SORTS.has(key) && fieldOf(entity, key) === undefined) {
    throw new HttpProblem(400, `There is no field "${key.slice(0, 80)}" to sort by.`);
  }
  return { key, descending: wanted.startsWith('-') };
}

/** @param {Entity} entity @param {URLSearchParams} query */
function filtersOf(entity, query) {
  /** @type {Map<string, JsonValue>} */
  const wanted = new Map();
  for (const [name, value] of query) {
    if (name.startsWith(FILTER)) wanted.set(name.slice(FILTER.length), value === '' ? null : value);
  }
  const { values, problems } = validate(entity, wanted, { partial: true, defaults: false });
  const real = problems.filter(({ field }) => wanted.get(field) !== null);
  if (real.length > 0) throw new HttpProblem(400, 'The filter is not valid.', { errors: real });
  for (const [key, value] of wanted) if (value === null) values.set(key, null);
  return values;
}

/**
 * What a list shall show: `page`, `pageSize`, `q` to search, `sort` (`due_date`, `-due_date`), `filter.<field>`.
 *
 * @param {Entity} entity
 * @param {URLSearchParams} query
 * @returns {ListQuery}
 */
export function readListQuery(entity, query) {
  return {
    page: wholeNumber(query.get('page'), { fallback: 1, max: 1_000_000 }),
    pageSize: wholeNumber(query.get('pageSize'), { fallback: 20, max: 100 }),
    search: (query.get('q') ?? '').trim().slice(0, 200),
    sort: sortOrder(entity, query.get('sort')),
    filters: filtersOf(entity, query),
  };
}
