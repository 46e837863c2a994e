import { validate } from '../data/validation.js';
import { HttpProblem } from '../http/problem.js';
import { fieldOf } from '../model.js';

/**
 * @import { Entity, Field, JsonValue, ListQuery } from '../types.d.ts'
 */

const FIXED_SORTS = new Set(['id', 'created_at', 'updated_at']);
const NOT_SORTED = new Set(['references', 'file', 'json']);
const NOT_FILTERED = new Set(['file', 'json']);
const FILTER = 'filter.';

/** Whether a list can be put in the order of a field. @param {Field} field */
export const isSortable = (field) => !NOT_SORTED.has(field.type);

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
  const field = fieldOf(entity, key);
  if (!FIXED_SORTS.has(key) && (field === undefined || !isSortable(field))) {
    throw new HttpProblem(400, `There is no field "${key.slice(0, 80)}" to sort by.`);
  }
  return { key, descending: wanted.startsWith('-') };
}

/** A reference to many is asked for one at a time. @param {Entity} entity @returns {Entity} */
const asFilters = (entity) => ({
  ...entity,
  fields: entity.fields
    .filter((field) => !NOT_FILTERED.has(field.type))
    .map((field) => (field.type === 'references' ? { ...field, type: 'reference' } : field)),
});

/** @param {Entity} entity @param {URLSearchParams} query */
function filtersOf(entity, query) {
  /** @type {Map<string, JsonValue>} */
  const wanted = new Map();
  for (const [name, value] of query) {
    if (name.startsWith(FILTER)) wanted.set(name.slice(FILTER.length), value === '' ? null : value);
  }
  const { values, problems } = validate(asFilters(entity), wanted, { partial: true, defaults: false });
  const real = problems.filter(({ field }) => wanted.get(field) !== null);
  if (real.length > 0) throw new HttpProblem(400, 'The filter is not valid.', { errors: real });
  /** @type {Map<string, JsonValue>} */
  const filters = new Map();
  for (const [key, value] of values)
    if (!(value instanceof Object && 'bytes' in value)) filters.set(key, value);
  for (const [key, value] of wanted) if (value === null && fieldOf(entity, key)) filters.set(key, null);
  return filters;
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
