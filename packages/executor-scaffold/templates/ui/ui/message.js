import { problemHeading } from '../lib/views/problem.js';
import { html } from './html.js';
import { layout } from './layout.js';

/**
 * @import { HttpProblem } from '../lib/http/problem.js'
 * @import { Frame } from './layout.js'
 */

/** A page that says what went wrong and leads on. @param {Frame} frame @param {HttpProblem} problem */
export function messagePage(frame, problem) {
  const title = problemHeading(problem.status);
  return layout({
    frame,
    title,
    body: html`<div class="head"><h1>${title}</h1></div>
      <p class="lead">${problem.message}</p>
      <p><a class="button" href="/">Go to the first page</a></p>`,
  });
}
