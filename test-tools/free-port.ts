import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that systems give to whoever asks for any: nobody takes one of these while its server is down. */
const FIRST = 10_000;
const LAST = 32_000;

/** A port of 127.0.0.1 that nobody listens on, nor gets by chance. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST, LAST);
    const server = createServer().listen({ port, host: '127.0.0.1', exclusive: true });
    const listening = once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!(await listening)) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
