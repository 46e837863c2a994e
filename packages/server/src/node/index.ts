import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { HttpHandler } from '../http/create-http-handler.ts';

/** A listener for node:http. */
export type NodeListener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Mounts a fetch handler on a node:http server.
 *
 * @example
 * createServer(toNodeListener(createHttpHandler({ orchard, authenticate, authorize }))).listen(3000);
 */
export function toNodeListener(handler: HttpHandler): NodeListener {
  // The globals of the host stay as they are.
  return getRequestListener(handler, { overrideGlobalObjects: false });
}
