import { inText } from '../lib/views/words.js';
import { html } from './html.js';
import { layout } from './layout.js';

/**
 * @import { Entity } from '../lib/types.d.ts'
 * @import { Frame } from './layout.js'
 */

/** What whoever may add records but not look at them sees afterwards. @param {Frame} frame @param {Entity} entity */
export function addedPage(frame, { name, path }) {
  const title = `The ${inText(name)} was added.`;
  return layout({
    frame,
    title,
    body: html`<div class="head"><h1>${title}</h1></div>
      <p class="buttons"><a class="button" href="/">Go to the first page</a>
        <a class="button quiet" href="/${path}/new">Add another ${inText(name)}</a></p>`,
  });
}
