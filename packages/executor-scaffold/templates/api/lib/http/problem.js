/**
 * @import { Problem } from '../types.d.ts'
 */

const MARK = Symbol.for('app.http-problem');

/** An answer that ends the request: thrown anywhere below, turned into problem+json or a page above. */
export class HttpProblem extends Error {
  [MARK] = true;

  /**
   * Told by a mark, not by the class: bundled pages may have a copy of this file of their own.
   *
   * @override
   * @param {unknown} value
   * @returns {value is HttpProblem}
   */
  static [Symbol.hasInstance](value) {
    return typeof value === 'object' && value !== null && MARK in value;
  }

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

/** RFC 9457. @param {HttpProblem} problem */
export const problemJson = (problem) =>
  new Response(
    JSON.stringify({
      type: 'about:blank',
      title: problem.message,
      status: problem.status,
      ...(problem.errors.length === 0 ? {} : { errors: problem.errors }),
    }),
    {
      status: problem.status,
      headers: {
        ...problem.headers,
        'content-type': 'application/problem+json; charset=utf-8',
        'cache-control': 'no-store',
      },
    },
  );
