import type { Server } from 'node:http';
import { OrchardError } from '@orchard-studio/core';

/**
 * Starts listening and resolves with the port (useful with port 0).
 *
 * @throws PORT_IN_USE, CONFIG_INVALID
 */
export async function listen(
  server: Server,
  address: { readonly host: string; readonly port: number },
): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        const message = `Port ${address.port} is in use. Stop the other program, or choose another port: PORT=${address.port + 1} npm start.`;
        reject(new OrchardError('PORT_IN_USE', message, { cause: error }));
      } else {
        reject(
          new OrchardError(
            'CONFIG_INVALID',
            `Cannot listen on ${address.host}:${address.port}: ${error.message}.`,
            { cause: error },
          ),
        );
      }
    });
    server.listen(address.port, address.host, resolve);
  });
  const bound = server.address();
  return typeof bound === 'object' && bound !== null ? bound.port : address.port;
}

/** Stops accepting, ends idle connections at once and the others after `graceMs`. */
export async function closeServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}
