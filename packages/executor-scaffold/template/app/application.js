import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Api } from './http/api.js';
import { checkHost, formTokens, refuseForeign, sourceOf } from './http/guards.js';
import { readCall } from './http/request.js';
import { HttpProblem, json, page, problemJson, send } from './http/responses.js';
import { log as logToOutput } from './log.js';
import { messagePage } from './pages/message.js';
import { Pages } from './pages/pages.js';
import { themeCss } from './theme.js';

/**
 * @import { IncomingMessage, ServerResponse } from 'node:http'
 * @import { Config } from './config.js'
 * @import { Store } from './data/store.js'
 * @import { Call } from './http/request.js'
 * @import { Answer } from './http/responses.js'
 * @import { AppModel } from './types.d.ts'
 */

const SAFE_METHODS = new Set(['GET', 'HEAD']);

/** @param {string} body @returns {(call: Call) => Answer} */
function stylesheet(body) {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const headers = { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache', etag };
  return (call) =>
    call.request.headers['if-none-match'] === etag
      ? { status: 304, headers, body: '' }
      : { status: 200, headers, body };
}

/**
 * Everything the app answers, as a listener for an HTTP server.
 *
 * @param {{ model: AppModel, store: Store, config: Config, log?: typeof logToOutput }} parts
 */
export function createApplication({ model, store, config, log = logToOutput }) {
  const api = new Api(model, store);
  const pages = new Pages(model, store, formTokens(store.secret()));
  const assets = new Map([
    ['styles.css', stylesheet(readFileSync(new URL('./public/styles.css', import.meta.url), 'utf8'))],
    ['theme.css', stylesheet(themeCss(model.theme))],
  ]);

  /** @param {unknown} error */
  function asProblem(error) {
    if (error instanceof HttpProblem) return error;
    const id = crypto.randomUUID();
    log('error', 'request failed', { id, error: error instanceof Error ? error.stack : String(error) });
    return new HttpProblem(500, `An unexpected fault. It is in the log under ${id}.`);
  }

  /** @param {Call} call @returns {Answer | Promise<Answer>} */
  function route(call) {
    const [first, second] = call.segments;
    if (first === 'healthz' && second === undefined) return json(200, { status: 'ok' });
    if (first === 'assets' && call.segments.length === 2) {
      const asset = assets.get(second ?? '');
      if (asset === undefined || !SAFE_METHODS.has(call.method))
        throw new HttpProblem(404, 'There is no such file.');
      return asset(call);
    }
    if (first !== 'api') return pages.answer(call);
    if (!SAFE_METHODS.has(call.method) && sourceOf(call.request) !== 'here') refuseForeign();
    return api.answer(call);
  }

  /** @param {IncomingMessage} request @param {HttpProblem} problem @returns {Answer} */
  function explain(request, problem) {
    const wantsPage = (request.headers.accept ?? '').includes('text/html');
    if (!wantsPage || (request.url ?? '').startsWith('/api')) return problemJson(problem);
    const answer = page(problem.status, messagePage(model, problem));
    return { ...answer, headers: { ...problem.headers, ...answer.headers } };
  }

  /** @param {IncomingMessage} request @returns {Promise<Answer>} */
  async function answer(request) {
    try {
      checkHost(request, config);
      return await route(readCall(request));
    } catch (error) {
      return explain(request, asProblem(error));
    }
  }

  return async (/** @type {IncomingMessage} */ request, /** @type {ServerResponse} */ response) => {
    const began = performance.now();
    const result = await answer(request);
    send(response, result, { headOnly: request.method === 'HEAD', frameAncestors: config.frameAncestors });
    if (request.url === '/healthz') return;
    const ms = Math.round(performance.now() - began);
    log('info', 'request', { method: request.method, url: request.url, status: result.status, ms });
  };
}
