import type { IncomingMessage } from 'node:http';

/** Headers about the connection to us, which say nothing about the one to the app. */
const HOP_BY_HOP = [
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
];
/** Set by the gateway itself; from a caller they would be lies. */
const FORWARDED = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-real-ip',
];
/** Named by `connection`, but needed to pass a body or an upgrade on. */
const NEEDED = new Set(['upgrade', 'transfer-encoding', 'content-length', 'host']);

/** Takes out of a request what must not reach the app. */
export function cleanHeaders({ headers }: IncomingMessage): void {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  for (const name of [...HOP_BY_HOP, ...FORWARDED, ...named]) {
    if (!NEEDED.has(name)) delete headers[name];
  }
  const upgrading = named.includes('upgrade') && headers.upgrade !== undefined;
  headers.connection = upgrading ? 'upgrade' : 'close';
}
