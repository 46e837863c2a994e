import { inText } from '../lib/views/words.js';
import { html } from './html.js';
import { layout } from './layout.js';
import { show, toggle } from './shown.js';

/**
 * @import { Column, ListRow, ListView } from '../lib/views/types.d.ts'
 * @import { Frame } from './layout.js'
 */

/** @param {Column} column */
const heading = ({ label, isNumeric, sortHref, sorted }) =>
  sortHref === null
    ? html`<th scope="col">${label}</th>`
    : html`<th scope="col" aria-sort="${sorted}" class="${isNumeric ? 'number' : ''}"><a class="sort" href="${sortHref}">${label}</a></th>`;

/** @param {Frame} frame @param {ListView} view @param {ListRow} row */
function rowMarkup({ token }, view, row) {
  const cells = row.cells.map((cell, at) => {
    const column = view.columns[at];
    if (column === undefined) return null;
    if (at === 0)
      return html`<th scope="row" data-label="${column.label}"><a href="${row.href}">${row.title}</a></th>`;
    const content =
      cell.kind === 'boolean' && row.canEdit
        ? toggle({
            on: cell.on,
            label: `${column.label}: ${row.title}`,
            action: `${row.href}/toggle`,
            field: column.key,
            here: view.here,
            token,
          })
        : show(cell);
    return html`<td data-label="${column.label}" class="${column.isNumeric ? 'number' : ''}">${content}</td>`;
  });
  return html`<tr>${cells}
    <td class="actions">${row.canEdit ? html`<a href="${row.href}/edit">Edit<span class="unseen"> ${row.title}</span></a>` : null}</td></tr>`;
}

/** @param {Frame} frame @param {ListView} view */
const table = (frame, view) => html`<div class="table-frame"><table>
  <caption class="unseen">${view.plural}</caption>
  <thead><tr>
    ${view.columns.map(heading)}
    <th scope="col"><span class="unseen">Actions</span></th>
  </tr></thead>
  <tbody>${view.rows.map((row) => rowMarkup(frame, view, row))}</tbody>
</table></div>`;

/** @param {ListView} view */
const pager = ({ page, pages, previousHref, nextHref }) =>
  pages === 1 && page === 1
    ? null
    : html`<nav class="pager" aria-label="Pages">
  ${previousHref === null ? null : html`<a class="button quiet" rel="prev" href="${previousHref}">Previous</a>`}
  <span>Page ${page} of ${pages}</span>
  ${nextHref === null ? null : html`<a class="button quiet" rel="next" href="${nextHref}">Next</a>`}
</nav>`;

/** @param {ListView} view */
const filterNote = ({ filters, path }) =>
  filters.length === 0
    ? null
    : html`<p class="filters">Only ${filters.map(
        ({ label, value }) => html`<span class="tag">${label}: ${show(value)}</span> `,
      )}<a href="/${path}">Show all</a></p>`;

/** @param {ListView} view */
const searchForm = ({ path, plural, search }) => html`<form class="search" role="search" action="/${path}">
  <label class="unseen" for="q">Search ${inText(plural)}</label>
  <input id="q" name="q" type="search" value="${search}" placeholder="Search ${inText(plural)}">
  <button class="button quiet" type="submit">Search</button>
</form>`;

/** @param {ListView} view */
function emptyState({ isNarrowed, plural, path, addHref, total }) {
  if (isNarrowed || total > 0)
    return html`<div class="empty"><p>Nothing found.</p><p><a href="/${path}">Show all ${inText(plural)}</a></p></div>`;
  return html`<div class="empty"><p>No ${inText(plural)} yet.</p>
    ${addHref === null ? null : html`<p><a class="button" href="${addHref}">Add the first one</a></p>`}</div>`;
}

/** All records of an entity. @param {Frame} frame @param {ListView} view @param {string | undefined} notice */
export const listPage = (frame, view, notice) =>
  layout({
    frame,
    title: view.plural,
    notice,
    body: html`<div class="head"><h1>${view.plural}</h1>
        ${view.addHref === null ? null : html`<a class="button" href="${view.addHref}">Add ${inText(view.name)}</a>`}</div>
      ${view.description === '' ? null : html`<p class="lead">${view.description}</p>`}
      ${view.canSearch ? searchForm(view) : null}
      ${filterNote(view)}
      ${view.rows.length === 0 ? emptyState(view) : table(frame, view)}
      ${pager(view)}`,
  });
