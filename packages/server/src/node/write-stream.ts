import type { Http2Bindings, HttpBindings } from '@hono/node-server';
import type { StartStream } from '../http/live-response.ts';

type Outgoing = HttpBindings['outgoing'] | Http2Bindings['outgoing'];

/** What both kinds of responses have; only their overloads differ. */
interface Socket {
  writeHead(status: number, headers: Readonly<Record<string, string>>): unknown;
  write(bytes: Uint8Array): boolean;
  end(): unknown;
  destroy(): unknown;
  on(event: 'socket' | 'drain' | 'close' | 'error', listener: () => void): unknown;
}

/** Whether the client went away while its request was looked at. Nothing would ever say so again. */
const isGone = (outgoing: Outgoing): boolean =>
  'stream' in outgoing ? outgoing.stream.destroyed : outgoing.destroyed;

/** Writes a live stream to a socket, as fast as its client takes it. */
export function writeStream(outgoing: Outgoing, head: Response, start: StartStream): void {
  if (isGone(outgoing)) return;
  const socket: Socket = outgoing;
  // When streams end at a shutdown, no idle connection is to keep the process for seconds more.
  if ('shouldKeepAlive' in outgoing) outgoing.shouldKeepAlive = false;
  socket.writeHead(head.status, Object.fromEntries(head.headers));
  // It waits behind other responses of its connection: not all versions of Node say when that is gone.
  if (outgoing.socket === null) socket.on('socket', () => pump(socket, start));
  else pump(socket, start);
}

function pump(socket: Socket, start: StartStream): void {
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
