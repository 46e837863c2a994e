import { createServer } from 'node:net';
import { eventOf, now } from '../lib/stream-event.mjs';
import { streamServer } from '../lib/stream-server.mjs';

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\nretry: 1000\n\n';

/** The limit of bursts: a bare socket, and all events of a burst in one buffer, written once per client. */
export async function open() {
  const clients = new Set();
  let [seq, sent] = [0, 0];
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    socket.once('data', () => {
      socket.write(HEAD);
      clients.add(socket);
    });
    socket.on('close', () => clients.delete(socket));
    socket.on('error', () => undefined);
  });
  return streamServer({
    server,
    sendAll: ({ count }) => {
      sent = now();
      let text = '';
      for (let at = 0; at < count; at += 1) {
        seq += 1;
        text += `id: ${seq}\ndata: ${JSON.stringify(eventOf(seq))}\n\n`;
      }
      const chunk = Buffer.from(text);
      for (const client of clients) client.write(chunk);
    },
    sentAt: () => sent,
    close: () => {
      for (const client of clients) client.destroy();
    },
  });
}
