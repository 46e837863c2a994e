import { EventEmitter } from 'node:events';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { eventOf, now } from '../lib/stream-event.mjs';
import { streamServer } from '../lib/stream-server.mjs';

/** Hono's streamSSE on its Node server: one stream per client; the JSON is made once per event. */
export async function open() {
  const emitter = new EventEmitter().setMaxListeners(0);
  let [seq, sent] = [0, 0];
  const app = new Hono();
  app.get('/', (context) =>
    streamSSE(context, async (stream) => {
      const onEvent = (event) => void stream.writeSSE(event);
      emitter.on('event', onEvent);
      await stream.writeSSE({ data: 'hello' });
      await new Promise((resolve) => stream.onAbort(resolve));
      emitter.off('event', onEvent);
    }),
  );
  return streamServer({
    server: createServer(getRequestListener(app.fetch)),
    sendAll: ({ count }) => {
      sent = now();
      for (let at = 0; at < count; at += 1) {
        seq += 1;
        emitter.emit('event', { id: String(seq), data: JSON.stringify(eventOf(seq)) });
      }
    },
    sentAt: () => sent,
  });
}
