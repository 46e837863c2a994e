import { html } from './html.js';
import { layout } from './layout.js';

/**
 * @import { HttpProblem } from '../lib/http/problem.js'
 * @import { Frame } from './layout.js'
 */

/** @type {Readonly<Record<number, string>>} */
const HEADINGS = {
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not possible here',
  413: 'Too large',
  429: 'Not so fast',
  500: 'Something went wrong',
};

/** A page that says what went wrong and leads on. @param {Frame} frame @param {HttpProblem} problem */
export function messagePage(frame, problem) {
  const title = HEADINGS[problem.status] ?? 'That did not work';
  return layout({
    frame,
    title,
    body: html`<div class="head"><h1>${title}</h1></div>
      <p class="lead">${problem.message}</p>
      <p><a class="button" href="/">Go to the first page</a></p>`,
  });
}
