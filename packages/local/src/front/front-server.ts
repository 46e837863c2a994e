import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Gateway } from '../gateway/gateway.ts';
import { isOwnHost } from './allowed-hosts.ts';
import { problemOf } from './problem-page.ts';

/** Answers one request of node:http. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => unknown;

export interface FrontOptions {
  /** Port the server listens on; asked at each request, since it is known only after listening. */
  readonly port: () => number;
  /** Apps: `<environment>.<slug>.localhost`. */
  readonly gateway: Gateway;
  readonly api: RequestHandler;
  /** The studio, or whatever shall answer outside /api. */
  readonly ui: RequestHandler;
}

const isApi = (url: string | undefined): boolean => /^\/(?:api(?:[/?]|$)|healthz(?:\?|$))/.test(url ?? '');

/** One server for everything: apps by host name, the API below /api, the studio elsewhere. */
export function createFrontServer(options: FrontOptions): Server {
  const server = createServer((request, response) => {
    const { host } = request.headers;
    if (host !== undefined && options.gateway.matches(host)) return options.gateway.handle(request, response);
    if (!isOwnHost(host, options.port()))
      return problemOf(response, 403, 'ORIGIN_REFUSED', 'This server does not answer to that host name.');
    if (isApi(request.url)) return options.api(request, response);
    return options.ui(request, response);
  });
  server.on('upgrade', (request, socket, head) => {
    const { host } = request.headers;
    const forApp = host !== undefined && options.gateway.matches(host);
    if (forApp) options.gateway.upgrade(request, socket, head);
    else socket.destroy();
  });
  // A stream may be silent between heartbeats; a request that dribbles in may not.
  server.requestTimeout = 60_000;
  server.headersTimeout = 20_000;
  return server;
}
