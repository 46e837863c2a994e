/** @typedef {Markup | string | number | boolean | null | undefined | readonly Content[]} Content */

/** Markup that is finished. Everything else is text and gets escaped. */
export class Markup {
  #text;

  /** @param {string} text */
  constructor(text) {
    this.#text = text;
  }

  toString() {
    return this.#text;
  }
}

/** @type {Readonly<Record<string, string>>} */
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** @param {string} text */
const escapeText = (text) => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

/** @param {Content} content @returns {string} */
function render(content) {
  if (content === null || content === undefined || content === false || content === true) return '';
  if (content instanceof Markup) return content.toString();
  if (typeof content === 'string' || typeof content === 'number') return escapeText(String(content));
  return content.map(render).join('');
}

/**
 * Markup from a template: what is put in is escaped unless it is markup itself; null, undefined and booleans are
 * left out. Attributes must be quoted.
 *
 * @example html`<p class="${kind}">${text}</p>`
 * @param {TemplateStringsArray} strings
 * @param {...Content} contents
 */
export function html(strings, ...contents) {
  return new Markup(strings.reduce((text, part, at) => text + render(contents[at - 1]) + part));
}
