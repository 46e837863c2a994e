import { html } from '../html.js';
import { layout } from './layout.js';
import { inText } from './values.js';

/**
 * @import { Entity, StoredRecord } from '../types.d.ts'
 * @import { View } from './values.js'
 * @typedef {readonly { readonly entity: Entity, readonly count: number }[]} Blockers
 */

/** @param {Entity} entity @param {Blockers} blockedBy */
const refusal = (entity, blockedBy) => html`<div class="errors" role="alert">
  <h2>It is still needed</h2>
  <p>This ${inText(entity.name)} cannot be deleted while these refer to it:</p>
  <ul>${blockedBy.map(({ entity: other, count }) => html`<li>${count} in <a href="/${other.path}">${other.plural}</a></li>`)}</ul>
</div>`;

/** Asks before a record is deleted. @param {View} view @param {Entity} entity @param {{ record: StoredRecord, blockedBy: Blockers }} state */
export function removePage(view, entity, { record, blockedBy }) {
  const title = view.store.title(entity, record);
  const at = `/${entity.path}/${record.id}`;
  return layout({
    model: view.model,
    title: `Delete ${title}`,
    current: entity.path,
    body: html`<p class="crumb"><a href="${at}">${title}</a></p>
      <div class="head"><h1>Delete ${title}?</h1></div>
      ${blockedBy.length === 0 ? null : refusal(entity, blockedBy)}
      <p>This cannot be undone.</p>
      <form method="post" action="${at}/delete">
        <input type="hidden" name="_token" value="${view.token()}">
        <p class="buttons"><button class="button danger" type="submit">Delete</button>
          <a class="button quiet" href="${at}">Keep it</a></p>
      </form>`,
  });
}
