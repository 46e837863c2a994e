import { isSortable } from '../api/listing.js';
import { fieldOf } from '../model.js';
import { shower, titlesIn } from './shown.js';

/**
 * @import { Entity, Field, ListQuery, StoredRecord } from '../types.d.ts'
 * @import { Context } from './shown.js'
 * @import { Column, ListView } from './types.d.ts'
 */

const MAX_COLUMNS = 6;
const NUMERIC = new Set(['integer', 'decimal', 'money']);
const SEARCHED = new Set(['string', 'text', 'email', 'url', 'enum']);

/** The title first, long texts only when there is room. @param {Entity} entity @returns {Field[]} */
function columnsOf(entity) {
  const weight = (/** @type {Field} */ field) =>
    field.key === entity.title ? 0 : field.type === 'text' || field.type === 'json' ? 2 : 1;
  return entity.fields.toSorted((a, b) => weight(a) - weight(b)).slice(0, MAX_COLUMNS);
}

/** The address of this list with some of its query changed. @param {Entity} entity @param {ListQuery} query @param {{ page?: number, sort?: string }} change */
function address(entity, query, change) {
  const sort = `${query.sort.descending ? '-' : ''}${query.sort.key}`;
  const parameters = new URLSearchParams();
  if (query.search !== '') parameters.set('q', query.search);
  for (const [key, value] of query.filters)
    parameters.set(`filter.${key}`, value === null ? '' : String(value));
  if ((change.sort ?? sort) !== '-id') parameters.set('sort', change.sort ?? sort);
  if (query.pageSize !== 20) parameters.set('pageSize', String(query.pageSize));
  if ((change.page ?? 1) > 1) parameters.set('page', String(change.page));
  return parameters.size === 0 ? `/${entity.path}` : `/${entity.path}?${parameters}`;
}

/** @param {Entity} entity @param {Field} field @param {ListQuery} query @returns {Column} */
function column(entity, field, query) {
  const sorted = query.sort.key === field.key;
  const next = sorted && !query.sort.descending ? `-${field.key}` : field.key;
  return {
    key: field.key,
    label: field.label,
    isNumeric: NUMERIC.has(field.type),
    sortHref: isSortable(field) ? address(entity, query, { sort: next }) : null,
    sorted: sorted ? (query.sort.descending ? 'descending' : 'ascending') : 'none',
  };
}

/** @param {Context} context @param {Entity} entity @param {ListQuery} query @returns {Promise<ListView['filters']>} */
async function filtersShown(context, entity, query) {
  const fields = [...query.filters.keys()].flatMap((key) => fieldOf(entity, key) ?? []);
  /** @type {StoredRecord} */
  const asRecord = { id: 0, ...Object.fromEntries(query.filters) };
  const titles = await titlesIn(context.records, fields, [asRecord]);
  const show = shower(context, entity, { titles, short: true });
  return fields.map((field) => ({ label: field.label, value: show(field, asRecord[field.key], 0) }));
}

/** @param {Context} context @param {Entity} entity @param {{ items: readonly StoredRecord[], fields: readonly Field[] }} shown @returns {Promise<ListView['rows']>} */
async function rowsOf(context, entity, { items, fields }) {
  const { records } = context;
  const titles = await titlesIn(records, fields, items);
  const show = shower(context, entity, { titles, short: true });
  const changeable = await records.changeable(
    entity,
    items.map(({ id }) => id),
    'update',
  );
  return items.map((record) => ({
    id: record.id,
    title: records.title(entity, record),
    href: `/${entity.path}/${record.id}`,
    canEdit: changeable.has(record.id),
    cells: fields.map((field) => show(field, record[field.key], record.id)),
  }));
}

/** All records of an entity, with search, sorting and pages. @param {Context} context @param {Entity} entity @param {ListQuery} query @returns {Promise<ListView>} */
export async function listView(context, entity, query) {
  const { records } = context;
  const { items, total } = await records.list(entity, query);
  const fields = columnsOf(entity);
  const pages = Math.max(1, Math.ceil(total / query.pageSize));
  const isNarrowed = query.search !== '' || query.filters.size > 0;
  return {
    name: entity.name,
    plural: entity.plural,
    path: entity.path,
    description: entity.description,
    addHref: records.can(entity, 'create') ? `/${entity.path}/new` : null,
    search: query.search,
    canSearch: (total > 0 || isNarrowed) && entity.fields.some((field) => SEARCHED.has(field.type)),
    filters: await filtersShown(context, entity, query),
    isNarrowed,
    columns: fields.map((field) => column(entity, field, query)),
    rows: await rowsOf(context, entity, { items, fields }),
    total,
    page: query.page,
    pages,
    previousHref: query.page > 1 ? address(entity, query, { page: Math.min(query.page - 1, pages) }) : null,
    nextHref: query.page < pages ? address(entity, query, { page: query.page + 1 }) : null,
    here: address(entity, query, { page: query.page }),
  };
}
