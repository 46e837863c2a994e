import { html } from './html.js';
import { layout } from './layout.js';

/**
 * @import { Gap } from '../lib/types.d.ts'
 * @import { Frame } from './layout.js'
 */

/** What was asked for and is not in the app, said openly. @param {Frame} frame @param {readonly Gap[]} gaps */
export const gapsPage = (frame, gaps) =>
  layout({
    frame,
    title: 'Not built yet',
    body: html`<div class="head"><h1>Not built yet</h1></div>
      ${
        gaps.length === 0
          ? html`<p class="lead">Everything that was asked for is here.</p>`
          : html`<p class="lead">These parts of the plan need more than this app does by itself.</p>
              <dl class="record">${gaps.map((gap) => html`<div><dt>${gap.title}</dt><dd>${gap.reason}</dd></div>`)}</dl>`
      }`,
  });
