import { controlMarkup } from './control.js';
import { html, Markup } from './html.js';
import { layout } from './layout.js';

/**
 * @import { FormView } from '../lib/views/types.d.ts'
 * @import { Frame } from './layout.js'
 */

/** What is wrong with a form, with links to the controls. It has the focus, so that it is read first. @param {FormView['problems']} problems */
export function problemList(problems) {
  if (problems.length === 0) return null;
  return html`<div class="errors" role="alert" tabindex="-1" autofocus>
    <h2>${problems.length === 1 ? 'One thing needs' : 'Some things need'} your attention</h2>
    <ul>${problems.map(({ id, message }) =>
      id === null ? html`<li>${message}</li>` : html`<li><a href="#${id}">${message}</a></li>`,
    )}</ul>
  </div>`;
}

/** The page to add or change a record. @param {Frame} frame @param {FormView} view */
export const formPage = (frame, view) =>
  layout({
    frame,
    title: view.problems.length === 0 ? view.heading : `Error: ${view.heading}`,
    body: html`<p class="crumb"><a href="${view.back.href}">${view.back.text}</a></p>
      <div class="head"><h1>${view.heading}</h1></div>
      ${problemList(view.problems)}
      <form class="edit" method="post" action="${view.href}"${
        view.hasFiles ? new Markup(' enctype="multipart/form-data"') : null
      } novalidate>
        <input type="hidden" name="_token" value="${frame.token}">
        ${view.controls.map(controlMarkup)}
        <p class="buttons"><button class="button" type="submit">${view.submit}</button>
          <a class="button quiet" href="${view.cancelHref}">Cancel</a></p>
      </form>`,
  });
