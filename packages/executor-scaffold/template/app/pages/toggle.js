import { html } from '../html.js';

/**
 * @import { Entity, Field, StoredRecord } from '../types.d.ts'
 * @import { View } from './values.js'
 */

/**
 * A yes/no value that can be turned over on the spot.
 *
 * @param {View} view
 * @param {Entity} entity
 * @param {{ record: StoredRecord, field: Field, here: string }} subject `here`: address to come back to
 */
export function toggle(view, entity, { record, field, here }) {
  const on = record[field.key] === true;
  const label = `${field.label}: ${view.store.title(entity, record)}`;
  return html`<form class="toggle" method="post" action="/${entity.path}/${record.id}/toggle">
    <input type="hidden" name="_token" value="${view.token()}">
    <input type="hidden" name="_field" value="${field.key}">
    <input type="hidden" name="_back" value="${here}">
    <button type="submit" role="switch" aria-checked="${String(on)}" aria-label="${label}" title="${on ? 'Yes' : 'No'} – change">
      <span aria-hidden="true">${on ? 'Yes' : 'No'}</span>
    </button>
  </form>`;
}
