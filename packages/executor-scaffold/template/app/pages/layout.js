import { html, Markup } from '../html.js';

/**
 * @import { Content } from '../html.js'
 * @import { AppModel } from '../types.d.ts'
 * @typedef {object} PageParts
 * @property {AppModel} model
 * @property {string} title
 * @property {string} [current] path of the entity the page belongs to
 * @property {string} [notice] what just happened
 * @property {Content} body
 */

/** @param {AppModel} model @param {string | undefined} current */
const navigation = (model, current) => html`<nav aria-label="Main">
  <ul>
    ${model.entities.map(
      (entity) =>
        html`<li><a class="tab" href="/${entity.path}"${entity.path === current ? new Markup(' aria-current="page"') : null}>${entity.plural}</a></li>`,
    )}
  </ul>
</nav>`;

/** @param {AppModel} model */
const footer = (model) => html`<footer>
  ${
    model.gaps.some((gap) => gap.kind === 'access')
      ? html`<p class="warning"><strong>No sign-in yet.</strong> Whoever can open this app may see and change everything.</p>`
      : null
  }
  <p>Made with Orchard Studio.
    ${
      model.gaps.length === 0
        ? null
        : html`<a href="/gaps">${model.gaps.length === 1 ? '1 wish is' : `${model.gaps.length} wishes are`} not built yet</a>`
    }
  </p>
</footer>`;

/** The frame every page stands in. @param {PageParts} parts */
export const layout = ({ model, title, current, notice, body }) => html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${title === model.name ? title : `${title} – ${model.name}`}</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="/assets/theme.css">
  <link rel="stylesheet" href="/assets/styles.css">
</head>
<body>
  <a class="skip" href="#main">Skip to content</a>
  <header class="site">
    <div class="bar">
      <a class="brand" href="/">${model.name}</a>
      ${model.entities.length === 0 ? null : navigation(model, current)}
    </div>
  </header>
  <main id="main" tabindex="-1">
    ${notice === undefined ? null : html`<p class="notice" role="status">${notice}</p>`}
    ${body}
  </main>
  ${footer(model)}
</body>
</html>
`;
