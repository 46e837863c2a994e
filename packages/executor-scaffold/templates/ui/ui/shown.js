import { html } from './html.js';

/**
 * @import { Content } from './html.js'
 * @import { Shown } from '../lib/views/types.d.ts'
 */

/** @param {readonly { href: string | null, text: string }[]} links */
const linkList = (links) =>
  links.map(
    ({ href, text }, at) =>
      html`${at === 0 ? null : ', '}${href === null ? html`<span>${text}</span>` : html`<a href="${href}">${text}</a>`}`,
  );

/** A value as markup. @param {Shown} shown @returns {Content} */
export function show(shown) {
  switch (shown.kind) {
    case 'none':
      return html`<span class="none"><span aria-hidden="true">–</span><span class="unseen">empty</span></span>`;
    case 'text':
    case 'number':
      return shown.text;
    case 'prose':
      return html`<span class="prose">${shown.text}</span>`;
    case 'tag':
      return html`<span class="tag">${shown.text}</span>`;
    case 'code':
      return html`<code>${shown.text}</code>`;
    case 'time':
      return html`<time datetime="${shown.iso}">${shown.text}</time>`;
    case 'boolean':
      return shown.on ? 'Yes' : 'No';
    case 'links':
      return linkList(shown.links);
    case 'external':
      return html`<a href="${shown.href}" rel="noopener noreferrer nofollow">${shown.text}</a>`;
    case 'email':
      return html`<a href="mailto:${encodeURIComponent(shown.text)}">${shown.text}</a>`;
    case 'image':
      return html`<a class="picture" href="${shown.src}"><img src="${shown.src}" alt="${shown.name}" loading="lazy"></a>`;
    case 'file':
      return html`<a href="${shown.href}">${shown.name}</a> <span class="muted small">${shown.size}</span>`;
  }
}

/**
 * A yes/no value that can be turned over on the spot.
 *
 * @param {{ on: boolean, label: string, action: string, field: string, here: string, token: string }} subject
 *   `here`: address to come back to
 */
export const toggle = ({
  on,
  label,
  action,
  field,
  here,
  token,
}) => html`<form class="toggle" method="post" action="${action}">
  <input type="hidden" name="_token" value="${token}">
  <input type="hidden" name="_field" value="${field}">
  <input type="hidden" name="_back" value="${here}">
  <button type="submit" role="switch" aria-checked="${String(on)}" aria-label="${label}" title="${on ? 'Yes' : 'No'} – change">
    <span aria-hidden="true">${on ? 'Yes' : 'No'}</span>
  </button>
</form>`;
