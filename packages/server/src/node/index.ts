import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { HttpHandler } from '../http/create-http-handler.ts';
import { takeStream } from '../http/live-response.ts';
import { writeStream } from './write-stream.ts';

/** A listener for node:http. */
export type NodeListener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Mounts a fetch handler on a node:http server. Live streams are written to the socket without a web stream in between.
 *
 * @example
 * createServer(toNodeListener(createHttpHandler({ orchard, authenticate, authorize }))).listen(3000);
 */
export function toNodeListener(handler: HttpHandler): NodeListener {
  return getRequestListener(
    async (request, { outgoing }) => {
      const response = await handler(request);
      const start = takeStream(response);
      if (start === undefined) return response;
      writeStream(outgoing, response, start);
      return RESPONSE_ALREADY_SENT;
    },
    // The globals of the host stay as they are.
    { overrideGlobalObjects: false },
  );
}
