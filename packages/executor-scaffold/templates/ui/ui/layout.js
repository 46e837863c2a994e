import { html, Markup } from './html.js';

/**
 * @import { Content } from './html.js'
 * @import { Shell } from '../lib/views/types.d.ts'
 * @typedef {{ readonly shell: Shell, readonly token: string }} Frame what stands around a page, and the proof its forms carry
 * @typedef {object} PageParts
 * @property {Frame} frame
 * @property {string} title
 * @property {string | undefined} [notice] what just happened
 * @property {Content} body
 */

/** More would fill the screen of a phone before anything else is seen. */
const MAX_TABS = 7;

/** @param {Shell['navigation'][number]} entry */
const tab = ({ href, text, current }) =>
  html`<li><a class="tab" href="${href}"${current ? new Markup(' aria-current="page"') : null}>${text}</a></li>`;

/** @param {Shell} shell */
function navigation({ navigation: entries }) {
  if (entries.length === 0) return null;
  const shown = entries.length > MAX_TABS ? entries.slice(0, MAX_TABS - 1) : entries;
  const rest = entries.slice(shown.length);
  return html`<nav aria-label="Main">
  <ul>${shown.map(tab)}${
    rest.length === 0
      ? null
      : html`<li><details class="more"><summary class="tab">More<span class="unseen"> pages</span></summary><ul>${rest.map(tab)}</ul></details></li>`
  }</ul>
</nav>`;
}

/** Who is signed in, and the way in and out. @param {Frame} frame */
function account({ shell: { access }, token }) {
  if (!access.enforced) return null;
  if (access.account === null)
    return html`<p class="account"><a class="button quiet" href="/sign-in">Sign in</a></p>`;
  return html`<div class="account">
    ${access.isAdministrator ? html`<a class="tab" href="/administration">Accounts</a>` : null}
    <a class="tab" href="/profile">${access.account.name}</a>
    <form method="post" action="/sign-out"><input type="hidden" name="_token" value="${token}"><button class="button quiet" type="submit">Sign out</button></form>
  </div>`;
}

/** @param {Shell} shell */
const footer = ({ access, gaps }) => html`<footer>
  <p>Made with Orchard Studio.
    ${access.enforced ? null : 'Everyone who can open this app may see and change everything. '}
    ${gaps === 0 ? null : html`<a href="/gaps">${gaps === 1 ? '1 wish is' : `${gaps} wishes are`} not built yet</a>`}
  </p>
</footer>`;

/** The frame every page stands in. @param {PageParts} parts */
export const layout = ({ frame, title, notice, body }) => html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${title === frame.shell.app ? title : `${title} – ${frame.shell.app}`}</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="/assets/theme.css">
  <link rel="stylesheet" href="/assets/styles.css">
</head>
<body>
  <a class="skip" href="#main">Skip to content</a>
  <header class="site">
    <div class="bar">
      <a class="brand" href="/">${frame.shell.app}</a>
      ${navigation(frame.shell)}
      ${account(frame)}
    </div>
  </header>
  <main id="main" tabindex="-1">
    ${notice === undefined ? null : html`<p class="notice" role="status">${notice}</p>`}
    ${body}
  </main>
  ${footer(frame.shell)}
</body>
</html>
`;
