import type { RequestHandler } from '@orchard-studio/local';
import next from 'next';

/** The built studio as a handler for node:http, in the process that serves the API. */
export async function serveStudio(): Promise<RequestHandler> {
  const app = next({ dev: false, dir: import.meta.dirname, quiet: true });
  await app.prepare();
  const handle = app.getRequestHandler();
  return (request, response) => handle(request, response);
}
