import { inText } from '../lib/views/words.js';
import { html } from './html.js';
import { layout } from './layout.js';
import { show, toggle } from './shown.js';

/**
 * @import { DetailView, RelatedView } from '../lib/views/types.d.ts'
 * @import { Frame } from './layout.js'
 */

/** @param {RelatedView} related */
const relatedMarkup = ({
  plural,
  name,
  note,
  total,
  links,
  addHref,
  allHref,
}) => html`<section class="related">
  <div class="head"><h2>${plural} <span class="count">${total}</span></h2>
    ${addHref === null ? null : html`<a class="button quiet" href="${addHref}">Add ${inText(name)}</a>`}</div>
  ${note === null ? null : html`<p class="muted">${note}</p>`}
  ${
    total === 0
      ? html`<p class="empty small">None yet.</p>`
      : html`<ul class="lines">${links.map(({ href, text }) => html`<li><a href="${href ?? ''}">${text}</a></li>`)}</ul>`
  }
  ${allHref === null ? null : html`<p><a href="${allHref}">Show all ${total}</a></p>`}
</section>`;

/** @param {Frame} frame @param {DetailView} view @param {DetailView['fields'][number]} field */
function valueMarkup({ token }, { title, href, canEdit }, { key, label, value }) {
  if (value.kind !== 'boolean' || !canEdit) return show(value);
  return toggle({
    on: value.on,
    label: `${label}: ${title}`,
    action: `${href}/toggle`,
    field: key,
    here: href,
    token,
  });
}

/** One record, and what refers to it. @param {Frame} frame @param {DetailView} view @param {string | undefined} notice */
export const detailPage = (frame, view, notice) =>
  layout({
    frame,
    title: view.title,
    notice,
    body: html`<p class="crumb"><a href="/${view.path}">${view.plural}</a></p>
      <div class="head"><h1>${view.title}</h1>
        <p class="buttons">${view.canEdit ? html`<a class="button" href="${view.href}/edit">Edit</a>` : null}
          ${view.canDelete ? html`<a class="button quiet" href="${view.href}/delete">Delete</a>` : null}</p></div>
      <dl class="record">${view.fields.map(
        (field) => html`<div><dt>${field.label}</dt><dd>${valueMarkup(frame, view, field)}</dd></div>`,
      )}</dl>
      <p class="muted small">Added <time datetime="${view.createdAt.iso}">${view.createdAt.text}</time>, last changed
        <time datetime="${view.updatedAt.iso}">${view.updatedAt.text}</time>.</p>
      ${view.related.map(relatedMarkup)}`,
  });
