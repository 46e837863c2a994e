import { createServer } from 'node:http';
import { eventOf, now } from '../lib/stream-event.mjs';
import { streamServer } from '../lib/stream-server.mjs';

/** The limit: node:http, each event encoded once, one write per client. */
export async function open() {
  const clients = new Set();
  let [seq, sent] = [0, 0];
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    response.write('retry: 1000\n\n');
    clients.add(response);
    response.on('close', () => clients.delete(response));
  });
  return streamServer({
    server,
    sendAll: ({ count }) => {
      sent = now();
      for (let at = 0; at < count; at += 1) {
        seq += 1;
        const chunk = Buffer.from(`id: ${seq}\ndata: ${JSON.stringify(eventOf(seq))}\n\n`);
        for (const client of clients) client.write(chunk);
      }
    },
    sentAt: () => sent,
  });
}
