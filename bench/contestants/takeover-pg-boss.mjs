import { PgBoss } from 'pg-boss';
import { now } from '../lib/stream-event.mjs';

const QUEUE = 'hang';

/** pg-boss with the shortest heartbeat it takes; how often it looks for silent workers is its default. */
export async function open({ url }) {
  const boss = new PgBoss({ connectionString: url, max: 4 });
  boss.on('error', (error) => console.error(error));
  await boss.start();
  await boss.createQueue(QUEUE, { heartbeatSeconds: 10, retryLimit: 5 });
  const running = Promise.withResolvers();
  const work = () =>
    boss.work(QUEUE, () => {
      running.resolve(now());
      return new Promise(() => undefined);
    });
  return {
    begin: async () => {
      await work();
      await boss.send(QUEUE, {});
      await running.promise;
    },
    watch: async () => {
      await work();
    },
    took: () => running.promise,
  };
}
