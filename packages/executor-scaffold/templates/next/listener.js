import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientAddress } from './lib/client-address.js';
import { log as logLine } from './lib/log.js';
import { logAddress } from './lib/log-address.js';
import { keepApplication, kept } from './site/application.js';
import { pass } from './site/gate.js';
import { refuse } from './site/refuse.js';
import { secureRest } from './site/security.js';
import { tellInLines } from './site/tell.js';

/**
 * @import { IncomingMessage, ServerResponse } from 'node:http'
 * @import { Application } from './lib/application.js'
 */

/** Written by the build: the release does without the tools that read `next.config.js`. */
const CONFIG = join(import.meta.dirname, 'next.config.json');

/** Where this server reaches itself: after an action Next asks for the page it leads to. @param {IncomingMessage} incoming */
function ownOrigin({ socket: { localAddress = '127.0.0.1', localPort } }) {
  return `http://${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`;
}

/** @param {Application} app */
async function prepareNext({ parts: { config } }) {
  const settings = existsSync(CONFIG)
    ? { __NEXT_PRIVATE_STANDALONE_CONFIG: readFileSync(CONFIG, 'utf8') }
    : {};
  Object.assign(process.env, { NODE_ENV: 'production', ...settings });
  // Not before: Next looks at the environment as soon as it is loaded, and other commands do without it.
  const { default: next } = await import('next');
  const { port, host: hostname } = config;
  const server = next({ dev: false, dir: import.meta.dirname, hostname, port });
  await server.prepare();
  return server.getRequestHandler();
}

/** The app as a listener for an HTTP server. @param {Application} app */
export async function createListener(app) {
  const { config, log } = app.parts;
  // Where the log is another one, as in tests, people may want to see what they print.
  if (log === logLine) tellInLines(log);
  keepApplication(app);
  const handle = await prepareNext(app);
  const { answers } = kept();
  return async (/** @type {IncomingMessage} */ incoming, /** @type {ServerResponse} */ outgoing) => {
    const began = performance.now();
    const { method, url = '' } = incoming;
    // Only this server can know it, so whatever a client says is overwritten.
    incoming.headers['x-client-address'] = clientAddress(incoming, config);
    process.env.__NEXT_PRIVATE_ORIGIN ??= ownOrigin(incoming);
    outgoing.once('close', () => {
      if (url === '/healthz') return;
      const ms = Math.round(performance.now() - began);
      log('info', 'request', { method, url: logAddress(url), status: outgoing.statusCode, ms });
    });
    secureRest(outgoing, config.frameAncestors);
    try {
      const request = await pass(incoming, config);
      await answers.run(outgoing, () => handle(request, outgoing));
    } catch (error) {
      await refuse(incoming, outgoing, app.problem(error));
    }
  };
}
