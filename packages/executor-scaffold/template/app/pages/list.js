import { html } from '../html.js';
import { fieldOf } from '../model.js';
import { layout } from './layout.js';
import { toggle } from './toggle.js';
import { inText, isNumeric, show } from './values.js';

/**
 * @import { Entity, Field, ListQuery, ListResult, StoredRecord } from '../types.d.ts'
 * @import { View } from './values.js'
 * @typedef {{ readonly query: ListQuery, readonly result: ListResult, readonly notice?: string | undefined }} ListState
 */

const MAX_COLUMNS = 6;

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

/** @param {Entity} entity @param {Field} field @param {ListQuery} query */
function heading(entity, field, query) {
  const sorted = query.sort.key === field.key;
  const next = sorted && !query.sort.descending ? `-${field.key}` : field.key;
  const direction = sorted ? (query.sort.descending ? 'descending' : 'ascending') : 'none';
  return html`<th scope="col" aria-sort="${direction}" class="${isNumeric(field) ? 'number' : ''}">
    <a class="sort" href="${address(entity, query, { sort: next })}">${field.label}</a>
  </th>`;
}

/** @param {View} view @param {Entity} entity @param {{ record: StoredRecord, columns: readonly Field[], here: string }} row */
function row(view, entity, { record, columns, here }) {
  const title = view.store.title(entity, record);
  const cells = columns.map((field) => {
    if (field.key === entity.title) {
      return html`<th scope="row" data-label="${field.label}"><a href="/${entity.path}/${record.id}">${title}</a></th>`;
    }
    const content =
      field.type === 'boolean'
        ? toggle(view, entity, { record, field, here })
        : show(view, field, record[field.key], { short: true });
    return html`<td data-label="${field.label}" class="${isNumeric(field) ? 'number' : ''}">${content}</td>`;
  });
  const lead =
    entity.title === null
      ? html`<th scope="row" data-label="Record"><a href="/${entity.path}/${record.id}">${title}</a></th>`
      : null;
  return html`<tr>${lead}${cells}
    <td class="actions"><a href="/${entity.path}/${record.id}/edit">Edit<span class="unseen"> ${title}</span></a></td></tr>`;
}

/** @param {View} view @param {Entity} entity @param {ListState} state */
function table(view, entity, { query, result }) {
  const columns = columnsOf(entity);
  const here = address(entity, query, { page: query.page });
  return html`<div class="table-frame"><table>
    <caption class="unseen">${entity.plural}</caption>
    <thead><tr>
      ${entity.title === null ? html`<th scope="col">Record</th>` : null}
      ${columns.map((field) => heading(entity, field, query))}
      <th scope="col"><span class="unseen">Actions</span></th>
    </tr></thead>
    <tbody>${result.items.map((record) => row(view, entity, { record, columns, here }))}</tbody>
  </table></div>`;
}

/** @param {Entity} entity @param {ListQuery} query @param {number} total */
function pager(entity, query, total) {
  const last = Math.max(1, Math.ceil(total / query.pageSize));
  if (last === 1) return null;
  return html`<nav class="pager" aria-label="Pages">
    ${query.page > 1 ? html`<a class="button quiet" rel="prev" href="${address(entity, query, { page: query.page - 1 })}">Previous</a>` : null}
    <span>Page ${query.page} of ${last}</span>
    ${query.page < last ? html`<a class="button quiet" rel="next" href="${address(entity, query, { page: query.page + 1 })}">Next</a>` : null}
  </nav>`;
}

/** @param {View} view @param {Entity} entity @param {ListQuery} query */
function filterNote(view, entity, query) {
  if (query.filters.size === 0) return null;
  const notes = [...query.filters].map(([key, value]) => {
    const field = fieldOf(entity, key);
    return field === undefined
      ? null
      : html`<span class="tag">${field.label}: ${show(view, field, value, { short: true })}</span> `;
  });
  return html`<p class="filters">Only ${notes}<a href="/${entity.path}">Show all</a></p>`;
}

/** @param {Entity} entity @param {ListQuery} query */
const searchForm = (entity, query) => html`<form class="search" role="search" action="/${entity.path}">
  <label class="unseen" for="q">Search ${inText(entity.plural)}</label>
  <input id="q" name="q" type="search" value="${query.search}" placeholder="Search ${inText(entity.plural)}">
  <button class="button quiet" type="submit">Search</button>
</form>`;

/** @param {Entity} entity @param {ListQuery} query */
const emptyState = (entity, query) =>
  query.search === '' && query.filters.size === 0
    ? html`<div class="empty"><p>No ${inText(entity.plural)} yet.</p>
        <p><a class="button" href="/${entity.path}/new">Add the first one</a></p></div>`
    : html`<div class="empty"><p>Nothing found.</p><p><a href="/${entity.path}">Show all ${inText(entity.plural)}</a></p></div>`;

/** All records of an entity, with search, sorting and pages. @param {View} view @param {Entity} entity @param {ListState} state */
export function listPage(view, entity, state) {
  const { query, result } = state;
  const searching = result.total > 0 || query.search !== '';
  return layout({
    model: view.model,
    title: entity.plural,
    current: entity.path,
    ...(state.notice === undefined ? {} : { notice: state.notice }),
    body: html`<div class="head"><h1>${entity.plural}</h1>
        <a class="button" href="/${entity.path}/new">Add ${inText(entity.name)}</a></div>
      ${entity.description === '' ? null : html`<p class="lead">${entity.description}</p>`}
      ${searching ? searchForm(entity, query) : null}
      ${filterNote(view, entity, query)}
      ${result.items.length === 0 ? emptyState(entity, query) : table(view, entity, state)}
      ${pager(entity, query, result.total)}`,
  });
}
