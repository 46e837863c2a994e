import { html } from '../html.js';
import { referencesTo } from '../model.js';
import { layout } from './layout.js';
import { toggle } from './toggle.js';
import { inText, moment, show } from './values.js';

/**
 * @import { Entity, Field, StoredRecord } from '../types.d.ts'
 * @import { View } from './values.js'
 */

const SHOWN = 10;

/** @param {View} view @param {StoredRecord} record @param {{ entity: Entity, field: Field }} link */
function related(view, record, { entity, field }) {
  const ambiguous = entity.fields.filter((other) => other.references === field.references).length > 1;
  const { items, total } = view.store.list(entity, {
    page: 1,
    pageSize: SHOWN,
    search: '',
    sort: { key: 'id', descending: true },
    filters: new Map([[field.key, record.id]]),
  });
  const filtered = `/${entity.path}?filter.${field.key}=${record.id}`;
  return html`<section class="related">
    <div class="head"><h2>${entity.plural} <span class="count">${total}</span></h2>
      <a class="button quiet" href="/${entity.path}/new?${field.key}=${record.id}">Add ${inText(entity.name)}</a></div>
    ${ambiguous ? html`<p class="muted">Those that have it as ${inText(field.label)}.</p>` : null}
    ${
      total === 0
        ? html`<p class="empty small">None yet.</p>`
        : html`<ul class="lines">${items.map(
            (item) =>
              html`<li><a href="/${entity.path}/${item.id}">${view.store.title(entity, item)}</a></li>`,
          )}</ul>`
    }
    ${total > SHOWN ? html`<p><a href="${filtered}">Show all ${total}</a></p>` : null}
  </section>`;
}

/** @param {View} view @param {Entity} entity @param {{ record: StoredRecord, notice?: string | undefined }} state */
export function detailPage(view, entity, { record, notice }) {
  const title = view.store.title(entity, record);
  const at = `/${entity.path}/${record.id}`;
  return layout({
    model: view.model,
    title,
    current: entity.path,
    ...(notice === undefined ? {} : { notice }),
    body: html`<p class="crumb"><a href="/${entity.path}">${entity.plural}</a></p>
      <div class="head"><h1>${title}</h1>
        <p class="buttons"><a class="button" href="${at}/edit">Edit</a>
          <a class="button quiet" href="${at}/delete">Delete</a></p></div>
      <dl class="record">${entity.fields.map(
        (field) => html`<div><dt>${field.label}</dt>
          <dd>${
            field.type === 'boolean'
              ? toggle(view, entity, { record, field, here: at })
              : show(view, field, record[field.key], { short: false })
          }</dd></div>`,
      )}</dl>
      <p class="muted small">Added ${moment(String(record.created_at))}, last changed ${moment(String(record.updated_at))}.</p>
      ${referencesTo(view.model, entity).map((link) => related(view, record, link))}`,
  });
}
