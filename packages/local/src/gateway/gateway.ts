import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { createProxyServer, proxyUpgrade } from 'httpxy';
import { type AppHost, isAppHost, parseAppHost } from './app-host.ts';
import { cleanHeaders } from './clean-headers.ts';
import { type Notice, sendNotice } from './notice-page.ts';

type Route = { readonly port: number } | 'starting' | undefined;

export interface GatewayOptions {
  /** Where an app listens on 127.0.0.1; `starting` while it is being brought up; undefined when it does not run. */
  readonly route: (app: AppHost) => Route;
}

/** Serves apps by host name: `staging.<slug>.localhost` and, for production, `<slug>.localhost`. */
export interface Gateway {
  /** True when a request with this Host header is the gateway's to answer, also when there is no such app. */
  matches(host: string): boolean;
  /** Answers with what the app answers, or with a page that says why it cannot. Never throws. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Joins an upgraded connection (WebSocket) to the app, or ends it. Never throws. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

const HOST = '127.0.0.1';
/** An app may think for a while, but not for ever. */
const ANSWER_MS = 120_000;

const UNKNOWN: Notice = {
  status: 404,
  title: 'Nothing runs here',
  text: 'No app has been deployed to this address, or it has been stopped. Build it in the studio and come back.',
  again: false,
};

const STARTING: Notice = {
  status: 503,
  title: 'The app is starting',
  text: 'It will be here in a moment. This page tries again by itself.',
  again: true,
};

const DOWN: Notice = {
  status: 502,
  title: 'The app is not answering',
  text: 'It may be starting up. This page tries again by itself.',
  again: true,
};

/**
 * A reverse proxy for the apps on this machine. It connects to 127.0.0.1 only, whatever a request says; bodies are
 * streamed in both directions, and a caller cannot forge `x-forwarded-*`.
 *
 * @example
 * const gateway = createGateway({ route: (app) => deployer.route(app) });
 * if (gateway.matches(request.headers.host ?? '')) gateway.handle(request, response);
 */
export function createGateway({ route }: GatewayOptions): Gateway {
  // A connection per request: an app that was replaced on the same port leaves no dead ones behind.
  const proxy = createProxyServer({ agent: false, xfwd: true, proxyTimeout: ANSWER_MS });
  const find = ({ headers }: IncomingMessage): Route => {
    const app = parseAppHost(headers.host ?? '');
    return app === undefined ? undefined : route(app);
  };
  return {
    matches: isAppHost,
    handle: (request, response) => {
      const headOnly = request.method === 'HEAD';
      const found = find(request);
      if (found === undefined) return sendNotice(response, UNKNOWN, headOnly);
      if (found === 'starting') return sendNotice(response, STARTING, headOnly);
      cleanHeaders(request);
      const target = { protocol: 'http:', host: HOST, port: found.port };
      proxy.web(request, response, { target }).catch(() => {
        // Half an answer cannot be taken back: the caller sees the connection break.
        if (response.headersSent) response.destroy();
        else sendNotice(response, DOWN, headOnly);
      });
    },
    upgrade: (request, socket, head) => {
      const found = find(request);
      if (found === undefined || found === 'starting') return void socket.destroy();
      cleanHeaders(request);
      proxyUpgrade({ host: HOST, port: found.port }, request, socket, head, { xfwd: true }).catch(() => {
        // A refusal of the app is still being written; anything else has ended already.
        if (!socket.writable) socket.destroy();
      });
    },
  };
}
