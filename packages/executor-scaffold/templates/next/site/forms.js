import { textOf } from '../lib/http/body.js';
import { formTokens, mayProve, refuseForeign, sourceOf } from '../lib/http/guards.js';
import { HttpProblem } from '../lib/http/problem.js';

/**
 * @import { FormFields } from '../lib/http/body.js'
 * @import { Upload } from '../lib/types.d.ts'
 * @import { Visit } from './visit.js'
 */

/** @param {string | File} entry @returns {Promise<string | Upload>} */
async function entryOf(entry) {
  if (typeof entry === 'string') return entry;
  // Where no file was chosen, scripts send a file without a name, which arrives with this one.
  const name = entry.size === 0 && entry.name === 'undefined' ? '' : entry.name;
  return { name, type: entry.type, bytes: new Uint8Array(await entry.arrayBuffer()) };
}

/**
 * The fields of a form that came from a page of ours.
 *
 * @param {Visit} visit
 * @param {unknown} data
 * @returns {Promise<FormFields>}
 */
export async function readOwnForm({ app, call }, data) {
  // Whoever calls an action without a page may send anything.
  if (!(data instanceof FormData)) throw new HttpProblem(400, 'This is not a form.');
  /** @type {FormFields} */
  const form = new Map();
  for (const [name, entry] of data) {
    // Next's own fields, of forms that are sent without scripts.
    if (name.startsWith('$ACTION')) continue;
    form.set(name, [...(form.get(name) ?? []), await entryOf(entry)]);
  }
  const source = sourceOf(call.request.headers);
  const tokens = formTokens(app.parts.secret);
  const { enforced } = app.parts.model.access;
  // A page in a sandboxed frame has no origin; the token shows that the form is ours.
  const isProven =
    source === 'nowhere' &&
    mayProve(call.request.headers, { signedIn: call.session !== undefined, enforced }) &&
    tokens.accepts(textOf(form, '_token'), call.session?.id ?? '');
  if (source !== 'here' && !isProven) refuseForeign();
  return form;
}

/** Whether the page of a form stands in a frame, where browsers keep other cookies. @param {FormFields} form @param {Headers} headers */
export function headersOf(form, headers) {
  if (textOf(form, '_framed') === '') return headers;
  const framed = new Headers(headers);
  framed.set('sec-fetch-dest', 'iframe');
  return framed;
}
