import { createServer } from 'node:http';
import { createChannel, createSession } from 'better-sse';
import { eventOf, now } from '../lib/stream-event.mjs';
import { streamServer } from '../lib/stream-server.mjs';

/** better-sse: a channel, and a broadcast per event. */
export async function open() {
  const channel = createChannel();
  let [seq, sent] = [0, 0];
  const server = createServer(async (request, response) => {
    channel.register(await createSession(request, response));
  });
  return streamServer({
    server,
    sendAll: ({ count }) => {
      sent = now();
      for (let at = 0; at < count; at += 1) {
        seq += 1;
        channel.broadcast(eventOf(seq), 'message', { eventId: String(seq) });
      }
    },
    sentAt: () => sent,
  });
}
