import { checkHost, refuseForeign, sourceOf } from '../lib/http/guards.js';
import { HttpProblem } from '../lib/http/problem.js';
import { takeForm } from './form-body.js';

/**
 * @import { IncomingMessage } from 'node:http'
 * @import { Config } from '../lib/config.js'
 */

const MAX_ADDRESS = 4_000;
const PAGE_METHODS = new Set(['GET', 'HEAD', 'POST']);

/** Whether a page answers, and not the API, which looks after itself. @param {string} path */
const isPage = (path) => !/^\/api(?:\/|$)/.test(path);

/** @param {string} path */
function isDecodable(path) {
  try {
    return decodeURIComponent(path) !== '';
  } catch {
    return false;
  }
}

/** @param {IncomingMessage} incoming */
function pathOf({ url = '' }) {
  if (url.length > MAX_ADDRESS) throw new HttpProblem(414, 'The address is too long.');
  const path = url.split('?', 1)[0] ?? '';
  const isAddress = path.startsWith('/') && isDecodable(path);
  if (!isAddress || !URL.canParse(url, 'http://app.invalid'))
    throw new HttpProblem(400, 'The address is not valid.');
  return path;
}

/** @param {IncomingMessage} incoming */
function headersOf(incoming) {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers))
    for (const each of [value ?? []].flat()) headers.append(name, each);
  return headers;
}

/** @param {Headers} headers */
function checkForm(headers) {
  if (sourceOf(headers) === 'elsewhere') refuseForeign();
  if ((headers.get('content-encoding') ?? 'identity').toLowerCase() !== 'identity')
    throw new HttpProblem(415, 'Send the form without compression.');
  if (/^application\/x-www-form-urlencoded\b/i.test(headers.get('content-type') ?? ''))
    throw new HttpProblem(415, 'Send the form as multipart/form-data.');
}

/**
 * What a request must pass before Next sees it, which would take it for something else or for a fault of the app.
 *
 * @param {IncomingMessage} incoming
 * @param {Config} config
 * @returns {Promise<IncomingMessage>} for Next; throws HttpProblem
 */
export async function pass(incoming, config) {
  const path = pathOf(incoming);
  const { method = '' } = incoming;
  const headers = headersOf(incoming);
  checkHost(headers, config);
  if (method === 'TRACE' || (isPage(path) && !PAGE_METHODS.has(method)))
    throw new HttpProblem(405, 'This address takes no such request.', {
      headers: { allow: [...PAGE_METHODS].join(', ') },
    });
  if (!isPage(path) || method !== 'POST') return incoming;
  checkForm(headers);
  return takeForm(incoming);
}
