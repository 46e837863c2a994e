/**
 * @import { ServerResponse } from 'node:http'
 * @import { Problem } from '../types.d.ts'
 */

/** An answer that ends the request: thrown anywhere below, turned into problem+json or a page above. */
export class HttpProblem extends Error {
  /**
   * @param {number} status
   * @param {string} title one sentence for people
   * @param {{ errors?: readonly Problem[], headers?: Readonly<Record<string, string>> }} [more]
   */
  constructor(status, title, more = {}) {
    super(title);
    this.status = status;
    this.errors = more.errors ?? [];
    this.headers = more.headers ?? {};
  }
}

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {Readonly<Record<string, string>>} headers
 * @property {string} body
 */

/** @param {number} status @param {unknown} value @returns {Answer} */
export const json = (status, value) => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  body: JSON.stringify(value),
});

/** RFC 9457. @param {HttpProblem} problem @returns {Answer} */
export const problemJson = (problem) => ({
  status: problem.status,
  headers: {
    ...problem.headers,
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
  },
  body: JSON.stringify({
    type: 'about:blank',
    title: problem.message,
    status: problem.status,
    ...(problem.errors.length === 0 ? {} : { errors: problem.errors }),
  }),
});

/** @param {number} status @param {{ toString(): string }} markup @returns {Answer} */
export const page = (status, markup) => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  body: markup.toString(),
});

/** After a form was saved, so that reloading does not send it again. @param {string} location @returns {Answer} */
export const seeOther = (location) => ({ status: 303, headers: { location }, body: '' });

/** @returns {Answer} */
export const noContent = () => ({ status: 204, headers: {}, body: '' });

/**
 * @param {ServerResponse} response
 * @param {Answer} answer
 * @param {{ headOnly: boolean, frameAncestors: string }} options
 */
export function send(response, answer, { headOnly, frameAncestors }) {
  const body = Buffer.from(answer.body);
  // A page in a sandboxed frame has an origin of its own and still needs the styles.
  const isStyle = answer.headers['content-type']?.startsWith('text/css') === true;
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(answer.status === 204 ? {} : { 'content-length': body.length }),
    'content-security-policy': `default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors ${frameAncestors}`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-resource-policy': isStyle ? 'cross-origin' : 'same-origin',
  });
  response.end(headOnly ? undefined : body);
}
