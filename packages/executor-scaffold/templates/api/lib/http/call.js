import { HttpProblem } from './problem.js';

/**
 * @import { Session } from '../accounts/sessions.js'
 * @import { Records } from '../records.js'
 *
 * @typedef {object} Call One request, taken apart.
 * @property {Request} request
 * @property {string} method
 * @property {readonly string[]} segments decoded parts of the path
 * @property {URLSearchParams} query
 * @property {Session | undefined} session undefined: nobody is signed in
 * @property {Records} records what whoever asks may do
 * @property {string} client address of who asks
 */

/** @param {Request} request */
export function addressOf(request) {
  const url = new URL(request.url);
  try {
    const segments = url.pathname.split('/').filter((part) => part !== '');
    return { method: request.method, segments: segments.map(decodeURIComponent), query: url.searchParams };
  } catch {
    throw new HttpProblem(400, 'The address is not valid.');
  }
}

/** The number of a record in an address. @param {string | undefined} text */
export function recordId(text) {
  if (text === undefined || !/^[1-9]\d{0,14}$/.test(text))
    throw new HttpProblem(404, 'There is no such record.');
  return Number(text);
}
