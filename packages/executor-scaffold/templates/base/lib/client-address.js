/**
 * @import { IncomingMessage } from 'node:http'
 * @import { Config } from './config.js'
 */

/**
 * Who sent a request. Behind a proxy that is trusted, the last address it added.
 *
 * @param {IncomingMessage} incoming
 * @param {Config} config
 */
export function clientAddress(incoming, config) {
  const direct = incoming.socket.remoteAddress ?? '';
  if (!config.trustProxy) return direct;
  const forwarded = String(incoming.headers['x-forwarded-for'] ?? '').split(',');
  return forwarded.at(-1)?.trim() || direct;
}
