import { html } from '../html.js';
import { layout } from './layout.js';

/**
 * @import { AppModel } from '../types.d.ts'
 * @import { HttpProblem } from '../http/responses.js'
 */

/** @type {Readonly<Record<number, string>>} */
const HEADINGS = {
  403: 'Not allowed from here',
  404: 'Not found',
  405: 'Not possible here',
  413: 'Too large',
  500: 'Something went wrong',
};

/** A page that says what went wrong and leads on. @param {AppModel} model @param {HttpProblem} problem */
export function messagePage(model, problem) {
  const title = HEADINGS[problem.status] ?? 'That did not work';
  return layout({
    model,
    title,
    body: html`<div class="head"><h1>${title}</h1></div>
      <p class="lead">${problem.message}</p>
      <p><a class="button" href="/">Go to the first page</a></p>`,
  });
}
