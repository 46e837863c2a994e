import { html } from '../html.js';
import { layout } from './layout.js';
import { inText } from './values.js';

/**
 * @import { Entity } from '../types.d.ts'
 * @import { View } from './values.js'
 */

const LATEST = 3;

/** @param {View} view @param {Entity} entity */
function card(view, entity) {
  const { items, total } = view.store.list(entity, {
    page: 1,
    pageSize: LATEST,
    search: '',
    sort: { key: 'id', descending: true },
    filters: new Map(),
  });
  return html`<li class="card">
    <div class="card-head">
      <h2><a href="/${entity.path}">${entity.plural}</a></h2>
      <span class="count">${total}<span class="unseen"> in total</span></span>
    </div>
    ${entity.description === '' ? null : html`<p class="muted">${entity.description}</p>`}
    ${
      total === 0
        ? html`<p class="muted">Nothing here yet.</p>`
        : html`<ul class="latest">${items.map(
            (item) =>
              html`<li><a href="/${entity.path}/${item.id}">${view.store.title(entity, item)}</a></li>`,
          )}</ul>`
    }
    <p class="card-foot"><a class="button quiet" href="/${entity.path}/new">Add ${inText(entity.name)}</a></p>
  </li>`;
}

/** The first page: everything the app keeps, at a glance. @param {View} view */
export const homePage = (view) =>
  layout({
    model: view.model,
    title: view.model.name,
    body: html`<div class="head"><h1>${view.model.name}</h1></div>
      ${view.model.summary === '' ? null : html`<p class="lead">${view.model.summary}</p>`}
      ${
        view.model.entities.length === 0
          ? html`<p class="empty">This app keeps nothing yet.</p>`
          : html`<ul class="cards">${view.model.entities.map((entity) => card(view, entity))}</ul>`
      }`,
  });
