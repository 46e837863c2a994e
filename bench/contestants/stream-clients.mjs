import { once } from 'node:events';
import { connect } from 'node:net';
import { MARK, now } from '../lib/stream-event.mjs';

const MARKER = Buffer.from(MARK);
/** Enough of a chunk to find a mark that is cut in two. */
const TAIL = MARKER.length - 1;

/** Many clients of one server, on bare sockets, so that they use as little as possible of the machine. */
export async function open() {
  let sockets = [];
  let [total, lastAt] = [0, 0];
  let check = () => undefined;

  const count = (chunk) => {
    let found = 0;
    for (let at = chunk.indexOf(MARKER); at !== -1; at = chunk.indexOf(MARKER, at + MARKER.length))
      found += 1;
    return found;
  };
  const onData = (state, chunk) => {
    const whole = state.tail.length === 0 ? chunk : Buffer.concat([state.tail, chunk]);
    const found = count(whole);
    state.tail = Buffer.from(whole.subarray(Math.max(0, whole.length - TAIL)));
    if (found === 0) return;
    total += found;
    lastAt = now();
    check();
  };
  const connectOne = async ({ port, path }) => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.setNoDelay(true);
    const state = { tail: Buffer.alloc(0) };
    const answered = once(socket, 'data');
    socket.on('data', (chunk) => onData(state, chunk));
    socket.on('error', () => undefined);
    socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\naccept: text/event-stream\r\n\r\n`);
    await answered;
    return socket;
  };
  return {
    connect: async ({ clients, address }) => {
      for (let from = 0; from < clients; from += 50)
        sockets.push(
          ...(await Promise.all(
            Array.from({ length: Math.min(50, clients - from) }, () => connectOne(address)),
          )),
        );
    },
    /** Forgets what has come so far. */
    reset: () => {
      total = 0;
    },
    total: () => total,
    /** Resolves when so many events have come. @returns when the last one did */
    received: async ({ events }) => {
      const done = Promise.withResolvers();
      check = () => {
        if (total >= events) done.resolve();
      };
      check();
      await done.promise;
      return lastAt;
    },
    disconnect: async () => {
      const closed = sockets.map((socket) => once(socket, 'close'));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
      sockets = [];
    },
    close: () => undefined,
  };
}
