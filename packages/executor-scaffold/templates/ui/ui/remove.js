import { inText } from '../lib/views/words.js';
import { html } from './html.js';
import { layout } from './layout.js';

/**
 * @import { RemoveView } from '../lib/views/types.d.ts'
 * @import { Frame } from './layout.js'
 */

/** @param {RemoveView} view */
const refusal = ({ name, blockedBy }) => html`<div class="errors" role="alert" tabindex="-1" autofocus>
  <h2>It is still needed</h2>
  <p>This ${inText(name)} cannot be deleted while these refer to it:</p>
  <ul>${blockedBy.map(({ href, plural, count }) => html`<li>${count} in <a href="${href}">${plural}</a></li>`)}</ul>
</div>`;

/** Asks before a record is deleted. @param {Frame} frame @param {RemoveView} view */
export const removePage = (frame, view) =>
  layout({
    frame,
    title: `Delete ${view.title}`,
    body: html`<p class="crumb"><a href="${view.href}">${view.title}</a></p>
      <div class="head"><h1>Delete ${view.title}?</h1></div>
      ${view.blockedBy.length === 0 ? null : refusal(view)}
      <p>This cannot be undone.</p>
      <form method="post" action="${view.href}/delete">
        <input type="hidden" name="_token" value="${frame.token}">
        <p class="buttons"><button class="button danger" type="submit">Delete</button>
          <a class="button quiet" href="${view.href}">Keep it</a></p>
      </form>`,
  });
