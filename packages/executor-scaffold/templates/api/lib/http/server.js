import { createServer } from 'node:http';

/**
 * @import { RequestListener } from 'node:http'
 * @typedef {typeof TIMES} Times
 */

/**
 * How long a client may take, in milliseconds: one that sends its request a byte at a time, or never reads the answer,
 * does not hold a connection and its memory for ever.
 */
export const TIMES = {
  headersTimeout: 15_000,
  /** A file of the largest size, by a slow line. */
  requestTimeout: 120_000,
  /** Nothing is sent and nothing is read. */
  timeout: 60_000,
  connectionsCheckingInterval: 5_000,
};

/** A server that cuts off who dawdles. @param {RequestListener} listener @param {Times} [times] */
export function createAppServer(listener, { timeout, ...times } = TIMES) {
  const server = createServer(times, listener);
  server.setTimeout(timeout);
  return server;
}
