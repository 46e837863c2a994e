import { html } from '../html.js';
import { entityAt } from '../model.js';

/**
 * @import { Content } from '../html.js'
 * @import { Store } from '../data/store.js'
 * @import { AppModel, Field, JsonValue } from '../types.d.ts'
 * @typedef {{ readonly model: AppModel, readonly store: Store, readonly token: () => string }} View
 */

const DAY = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' });
const MOMENT = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
const AMOUNT = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const MAX_CELL = 120;

/** @param {string} text @param {boolean} short */
const shorten = (text, short) => (short && text.length > MAX_CELL ? `${text.slice(0, MAX_CELL)}…` : text);

/** A date and time for people. @param {string} iso */
export const moment = (iso) => html`<time datetime="${iso}">${MOMENT.format(new Date(iso))} UTC</time>`;

/** @param {View} view @param {Field} field @param {JsonValue} value */
function referenceLink(view, field, value) {
  const target = entityAt(view.model, field.references);
  const record = view.store.get(target, Number(value));
  if (record === undefined) return html`<span class="none">gone</span>`;
  return html`<a href="/${target.path}/${record.id}">${shorten(view.store.title(target, record), true)}</a>`;
}

/**
 * A stored value for people.
 *
 * @param {View} view
 * @param {Field} field
 * @param {JsonValue | undefined} value
 * @param {{ short: boolean }} options `short` in a table
 * @returns {Content}
 */
export function show(view, field, value, { short }) {
  if (value === null || value === undefined) return html`<span class="none" aria-label="empty">–</span>`;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  switch (field.type) {
    case 'boolean':
      return value === true ? 'Yes' : 'No';
    case 'date':
      return html`<time datetime="${text}">${DAY.format(new Date(`${text}T00:00:00Z`))}</time>`;
    case 'datetime':
      return moment(text);
    case 'money':
      return AMOUNT.format(Number(value));
    case 'url':
      return html`<a href="${text}" rel="noopener noreferrer nofollow">${shorten(text, short)}</a>`;
    case 'email':
      return html`<a href="mailto:${encodeURIComponent(text)}">${text}</a>`;
    case 'enum':
      return html`<span class="tag">${text}</span>`;
    case 'reference':
      return referenceLink(view, field, value);
    case 'text':
      return short ? shorten(text, true) : html`<span class="prose">${text}</span>`;
    case 'json':
      return html`<code>${shorten(text, short)}</code>`;
    default:
      return shorten(text, short);
  }
}

/** True for values that read best against the right edge. @param {Field} field */
export const isNumeric = (field) => ['integer', 'decimal', 'money'].includes(field.type);

/** In the middle of a sentence, without shouting. @param {string} name */
export const inText = (name) =>
  /^\p{Lu}\p{Ll}/u.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
