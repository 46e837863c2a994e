import { once } from 'node:events';

/**
 * What every contestant of the stream bench answers: its address, what it has used, and how it sends.
 *
 * @param path where a new client finds the events that are still to come
 * @param sendAll sends so many events to every client at once
 * @param sentAt when the last event began its way to the clients (ours: was committed), by the clock of `now`
 */
export async function streamServer({ server, path = () => '/', sendAll, sentAt, close }) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  return {
    address: async () => ({ port, path: await path() }),
    send: (count) => sendAll(count),
    sentAt: () => sentAt(),
    usage: () => {
      const { user, system } = process.cpuUsage();
      return user + system;
    },
    memory: () => {
      for (let round = 0; round < 3; round += 1) globalThis.gc();
      return process.memoryUsage().rss;
    },
    close: async () => {
      await close?.();
      server.closeAllConnections?.();
      server.close();
    },
  };
}
