import { removalOf } from '../lib/api/form-input.js';
import { html, Markup } from './html.js';
import { show } from './shown.js';

/**
 * @import { Content } from './html.js'
 * @import { Control } from '../lib/views/types.d.ts'
 */

/** @param {Control} control */
const hasHint = ({ hint, addFirst }) => hint !== null || addFirst !== null;

/** The attributes every control shares. @param {Control} control */
function attributes(control) {
  const { id, key, required, problem } = control;
  const described = [hasHint(control) ? `${id}-hint` : '', problem === null ? '' : `${id}-error`];
  const by = described.filter((part) => part !== '').join(' ');
  return html`id="${id}" name="${key}"${required ? new Markup(' required') : null}${
    by === '' ? null : html` aria-describedby="${by}"`
  }${problem === null ? null : new Markup(' aria-invalid="true"')}`;
}

/** @param {Control} control */
const hintMarkup = (control) =>
  hasHint(control)
    ? html`<p class="hint" id="${control.id}-hint">${control.hint}${
        control.addFirst === null
          ? null
          : html` <a href="${control.addFirst.href ?? ''}">${control.addFirst.text}</a> first.`
      }</p>`
    : null;

/** @param {Control} control */
const errorMarkup = ({ id, problem }) =>
  problem === null
    ? null
    : html`<p class="field-error" id="${id}-error"><span class="unseen">Error: </span>${problem}</p>`;

/** @param {Control} control */
const optional = ({ required }) => (required ? null : html` <span class="optional">optional</span>`);

/** @param {Control} control */
function select(control) {
  const [chosen = ''] = control.values;
  const option = (/** @type {string} */ value, /** @type {string} */ label) =>
    html`<option value="${value}"${value === chosen ? new Markup(' selected') : null}>${label}</option>`;
  return html`<select ${attributes(control)}>
    ${option('', control.required ? 'Choose…' : '–')}${control.options.map(({ value, label }) => option(value, label))}</select>`;
}

/** @param {Control} control */
const fileInput = (control) =>
  html`${
    control.file === null
      ? null
      : html`<div class="stored">${show(control.file)}
      <label><input type="checkbox" name="${removalOf(control.key)}" value="true"> Take it away</label></div>`
  }<input type="file" ${attributes({ ...control, required: control.required && control.file === null })}>`;

/** @param {Control} control @returns {Content} */
function input(control) {
  const [value = ''] = control.values;
  switch (control.kind) {
    case 'select':
      return select(control);
    case 'file':
      return fileInput(control);
    case 'textarea':
      return html`<textarea rows="${control.rows}" ${attributes(control)}>
${value}</textarea>`;
    default:
      return html`<input type="${control.type}"${
        control.inputMode === 'text' ? null : html` inputmode="${control.inputMode}"`
      } value="${value}" ${attributes(control)}>`;
  }
}

/** Any number of records to tick. @param {Control} control */
function choices(control) {
  const by = [
    hasHint(control) ? `${control.id}-hint` : '',
    control.problem === null ? '' : `${control.id}-error`,
  ];
  const described = by.filter((part) => part !== '').join(' ');
  const boxes = control.options.map(
    ({ value, label }, at) =>
      html`<label><input type="checkbox" name="${control.key}" value="${value}"${
        at === 0 ? html` id="${control.id}"` : null
      }${control.values.includes(value) ? new Markup(' checked') : null}> ${label}</label>`,
  );
  return html`<fieldset class="field choices"${boxes.length === 0 ? html` id="${control.id}" tabindex="-1"` : null}${described === '' ? null : html` aria-describedby="${described}"`}>
    <legend>${control.label}${optional(control)}</legend>
    ${hintMarkup(control)}${errorMarkup(control)}
    ${boxes.length === 0 ? null : html`<div class="boxes">${boxes}</div>`}
  </fieldset>`;
}

/** @param {Control} control */
const checkbox = (control) =>
  html`<div class="field check"><input type="checkbox" value="true"${
    control.values[0] === 'true' ? new Markup(' checked') : null
  } ${attributes(control)}><label for="${control.id}">${control.label}</label>${errorMarkup(control)}</div>`;

/** One field of a form: label, hint, complaint and control. @param {Control} control */
export function controlMarkup(control) {
  if (control.kind === 'checkbox') return checkbox(control);
  if (control.kind === 'choices') return choices(control);
  return html`<div class="field">
    <label for="${control.id}">${control.label}${optional(control)}</label>
    ${hintMarkup(control)}
    ${errorMarkup(control)}
    ${input(control)}
  </div>`;
}
