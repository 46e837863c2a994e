import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { OrchardError } from '@orchard-studio/core';

/** Open connections. An upgraded one is no longer the server's own: it must be closed by whoever remembers it. */
const connections = new WeakMap<Server, Set<Socket>>();

function remember(server: Server): void {
  const open = new Set<Socket>();
  connections.set(server, open);
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
}

/**
 * Starts listening and resolves with the port (useful with port 0).
 *
 * @throws PORT_IN_USE, CONFIG_INVALID
 */
export async function listen(
  server: Server,
  address: { readonly host: string; readonly port: number },
): Promise<number> {
  remember(server);
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

/** Stops accepting, ends idle connections at once and the others, upgraded ones included, after `graceMs`. */
export async function closeServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => {
    for (const socket of connections.get(server) ?? []) socket.destroy();
  }, graceMs);
  await closed;
  clearTimeout(timer);
}
