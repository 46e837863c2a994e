import { once } from 'node:events';
import { createServer } from 'node:net';

async function listenOn(port: number): Promise<number | undefined> {
  const server = createServer();
  server.listen({ port, host: '127.0.0.1', exclusive: true });
  try {
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : undefined;
  } catch {
    return undefined;
  } finally {
    server.close();
    if (server.listening) await once(server, 'close');
  }
}

/** A port that nobody listens on: the preferred one if it is free. Whoever takes it first has it. */
export async function freePort(preferred: number | null): Promise<number> {
  const port = (preferred === null ? undefined : await listenOn(preferred)) ?? (await listenOn(0));
  if (port === undefined) throw new Error('The system gave no free port.');
  return port;
}
