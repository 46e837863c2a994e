import { html } from './html.js';
import { layout } from './layout.js';

/**
 * @import { HomeView } from '../lib/views/types.d.ts'
 * @import { Frame } from './layout.js'
 */

/** @param {HomeView['cards'][number]} card */
const card = ({ href, name, description, total, latest, add }) => html`<li class="card">
  <div class="card-head">
    <h2><a href="${href}">${name}</a></h2>
    <span class="count">${total}<span class="unseen"> in total</span></span>
  </div>
  ${description === '' ? null : html`<p class="muted">${description}</p>`}
  ${
    latest.length === 0
      ? html`<p class="muted">Nothing here yet.</p>`
      : html`<ul class="latest">${latest.map((link) => html`<li><a href="${link.href ?? ''}">${link.text}</a></li>`)}</ul>`
  }
  ${add === null ? null : html`<p class="card-foot"><a class="button quiet" href="${add.href ?? ''}">${add.text}</a></p>`}
</li>`;

/** The first page. @param {Frame} frame @param {HomeView} view */
export const homePage = (frame, view) =>
  layout({
    frame,
    title: view.title,
    body: html`<div class="head"><h1>${view.title}</h1></div>
      ${view.summary === '' ? null : html`<p class="lead">${view.summary}</p>`}
      ${view.cards.length === 0 ? html`<p class="empty">${view.empty}</p>` : html`<ul class="cards">${view.cards.map(card)}</ul>`}`,
  });
