import { html, Markup } from '../html.js';
import { entityAt } from '../model.js';
import { inText } from './values.js';

/**
 * @import { Content } from '../html.js'
 * @import { Field } from '../types.d.ts'
 * @import { View } from './values.js'
 * @typedef {{ readonly value: string, readonly problem: string | undefined }} ControlState
 */

const MAX_OPTIONS = 500;

/** @type {Readonly<Record<string, string>>} */
const INPUT_TYPES = { date: 'date', datetime: 'datetime-local', email: 'email', url: 'url' };
/** @type {Readonly<Record<string, string>>} */
const HINTS = {
  datetime: 'Date and time in UTC.',
  url: 'Starts with https:// or http://',
  json: 'JSON, for example {"key": "value"}',
  money: 'An amount, for example 12.50',
};

/** The attributes every control shares. @param {Field} field @param {ControlState} state @param {boolean} hinted */
function attributes(field, state, hinted) {
  const id = `field-${field.key}`;
  const described = [hinted ? `${id}-hint` : '', state.problem === undefined ? '' : `${id}-error`];
  const by = described.filter((part) => part !== '').join(' ');
  return html`id="${id}" name="${field.key}"${field.required ? new Markup(' required') : null}${
    by === '' ? null : html` aria-describedby="${by}"`
  }${state.problem === undefined ? null : new Markup(' aria-invalid="true"')}`;
}

/** @param {string} value @param {Content} label @param {string} chosen */
const option = (value, label, chosen) =>
  html`<option value="${value}"${value === chosen ? new Markup(' selected') : null}>${label}</option>`;

/** @param {View} view @param {Field} field @param {ControlState} state */
function select(view, field, state) {
  const records =
    field.references === null
      ? undefined
      : view.store.options(entityAt(view.model, field.references), MAX_OPTIONS);
  const choices =
    field.type === 'enum'
      ? field.values.map((value) => option(value, value, state.value))
      : records?.map(({ id, title }) => option(String(id), title, state.value));
  if (choices === undefined) {
    return html`<input type="text" inputmode="numeric" value="${state.value}" ${attributes(field, state, true)}>`;
  }
  return html`<select ${attributes(field, state, hintOf(view, field) !== null)}>
    ${option('', field.required ? 'Choose…' : '–', state.value)}${choices}</select>`;
}

/** @param {View} view @param {Field} field @returns {Content} */
function hintOf(view, field) {
  if (field.references === null) return HINTS[field.type] ?? null;
  const target = entityAt(view.model, field.references);
  const count = view.store.count(target);
  if (count > MAX_OPTIONS) return `The number of a record in ${target.plural}.`;
  if (count > 0) return null;
  return html`There are no ${inText(target.plural)} yet. <a href="/${target.path}/new">Add ${inText(target.name)}</a> first.`;
}

/** @param {View} view @param {Field} field @param {ControlState} state */
function input(view, field, state) {
  const shared = attributes(field, state, hintOf(view, field) !== null);
  switch (field.type) {
    case 'enum':
    case 'reference':
      return select(view, field, state);
    case 'text':
    case 'json':
      return html`<textarea rows="${field.type === 'json' ? 4 : 6}" ${shared}>
${state.value}</textarea>`;
    case 'integer':
      return html`<input type="text" inputmode="numeric" value="${state.value}" ${shared}>`;
    case 'decimal':
    case 'money':
      return html`<input type="text" inputmode="decimal" value="${state.value}" ${shared}>`;
    default:
      return html`<input type="${INPUT_TYPES[field.type] ?? 'text'}" value="${state.value}" ${shared}>`;
  }
}

/** @param {Field} field @param {ControlState} state */
const errorOf = (field, state) =>
  state.problem === undefined
    ? null
    : html`<p class="field-error" id="field-${field.key}-error"><span class="unseen">Error: </span>${state.problem}</p>`;

/** One field of a form: label, hint, complaint and control. @param {View} view @param {Field} field @param {ControlState} state */
export function control(view, field, state) {
  const id = `field-${field.key}`;
  if (field.type === 'boolean') {
    const checked = state.value === 'true' ? new Markup(' checked') : null;
    const box = html`<input type="checkbox" value="true"${checked} ${attributes({ ...field, required: false }, state, false)}>`;
    return html`<div class="field check">${box}<label for="${id}">${field.label}</label>${errorOf(field, state)}</div>`;
  }
  const hint = hintOf(view, field);
  return html`<div class="field">
    <label for="${id}">${field.label}${field.required ? null : html` <span class="optional">optional</span>`}</label>
    ${hint === null ? null : html`<p class="hint" id="${id}-hint">${hint}</p>`}
    ${errorOf(field, state)}
    ${input(view, field, state)}
  </div>`;
}
