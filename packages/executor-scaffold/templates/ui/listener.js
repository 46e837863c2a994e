import { clientAddress } from './lib/client-address.js';
import { MAX_TARGET, sendResponse, toRequest } from './lib/http/node-adapter.js';
import { HttpProblem } from './lib/http/problem.js';
import { logAddress } from './lib/log-address.js';
import { createHandler } from './ui/handler.js';

/**
 * @import { IncomingMessage, ServerResponse } from 'node:http'
 * @import { Application } from './lib/application.js'
 */

/** @param {IncomingMessage} incoming */
const unreadable = ({ url = '' }) =>
  url.length > MAX_TARGET
    ? new HttpProblem(414, 'The address is too long.')
    : new HttpProblem(400, 'The address is not valid.');

/** The app as a listener for an HTTP server. @param {Application} app */
export async function createListener(app) {
  const { config, log } = app.parts;
  const handle = createHandler(app);
  return async (/** @type {IncomingMessage} */ incoming, /** @type {ServerResponse} */ outgoing) => {
    const began = performance.now();
    const gone = new AbortController();
    outgoing.once('close', () => gone.abort());
    const request = toRequest(incoming, gone.signal);
    const response =
      request === undefined
        ? app.problemResponse(unreadable(incoming))
        : await handle(request, clientAddress(incoming, config));
    await sendResponse(response, outgoing, { headOnly: incoming.method === 'HEAD' });
    if (incoming.url === '/healthz') return;
    const ms = Math.round(performance.now() - began);
    const url = logAddress(incoming.url ?? '');
    log('info', 'request', { method: incoming.method, url, status: response.status, ms });
  };
}
