import type { Http2Bindings, HttpBindings } from '@hono/node-server';
import type { StartStream } from '../http/live-response.ts';

type Outgoing = HttpBindings['outgoing'] | Http2Bindings['outgoing'];

/** What both kinds of responses have; only their overloads differ. */
interface Socket {
  writeHead(status: number, headers: Readonly<Record<string, string>>): unknown;
  write(bytes: Uint8Array): boolean;
  end(): unknown;
  destroy(): unknown;
  on(event: 'drain' | 'close' | 'error', listener: () => void): unknown;
}

/** Writes a live stream to a socket, as fast as its client takes it. */
export function writeStream(outgoing: Outgoing, head: Response, start: StartStream): void {
  const socket: Socket = outgoing;
  socket.writeHead(head.status, Object.fromEntries(head.headers));
  const events = start({
    write: (bytes) => socket.write(bytes),
    end: () => {
      socket.end();
    },
    destroy: () => {
      socket.destroy();
    },
  });
  socket.on('drain', () => events.onDrain());
  socket.on('close', () => events.onClose());
  // A broken connection is a closed one; without a listener it would be an exception.
  socket.on('error', () => events.onClose());
}
