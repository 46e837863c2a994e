import { html, Markup } from '../html.js';
import { control } from './control.js';
import { layout } from './layout.js';
import { inText } from './values.js';

/**
 * @import { Entity, Problem } from '../types.d.ts'
 * @import { View } from './values.js'
 * @typedef {object} FormState
 * @property {number | null} id of the record, null for a new one
 * @property {string} title
 * @property {ReadonlyMap<string, string>} values as text, by field key
 * @property {readonly Problem[]} problems
 */

/** @param {Entity} entity @param {readonly Problem[]} problems */
function summary(entity, problems) {
  if (problems.length === 0) return null;
  const known = new Set(entity.fields.map((field) => field.key));
  return html`<div class="errors" role="alert">
    <h2>${problems.length === 1 ? 'One thing needs' : 'Some things need'} your attention</h2>
    <ul>${problems.map((problem) =>
      known.has(problem.field)
        ? html`<li><a href="#field-${problem.field}">${problem.message}</a></li>`
        : html`<li>${problem.message}</li>`,
    )}</ul>
  </div>`;
}

/** The page to add or change a record. @param {View} view @param {Entity} entity @param {FormState} state */
export function formPage(view, entity, { id, title, values, problems }) {
  const heading = id === null ? `Add ${inText(entity.name)}` : `Edit ${title}`;
  const back = id === null ? `/${entity.path}` : `/${entity.path}/${id}`;
  const fields = entity.fields.map((field) =>
    control(view, field, {
      value: values.get(field.key) ?? '',
      problem: problems.find((problem) => problem.field === field.key)?.message,
    }),
  );
  return layout({
    model: view.model,
    title: problems.length === 0 ? heading : `Error: ${heading}`,
    current: entity.path,
    body: html`<p class="crumb"><a href="/${entity.path}">${entity.plural}</a></p>
      <div class="head"><h1>${heading}</h1></div>
      ${summary(entity, problems)}
      <form class="edit" method="post" action="${back}"${new Markup(' novalidate')}>
        <input type="hidden" name="_token" value="${view.token()}">
        ${fields}
        <p class="buttons"><button class="button" type="submit">${id === null ? `Add ${inText(entity.name)}` : 'Save changes'}</button>
          <a class="button quiet" href="${back}">Cancel</a></p>
      </form>`,
  });
}
