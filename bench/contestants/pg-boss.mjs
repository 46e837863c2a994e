import { PgBoss } from 'pg-boss';

const QUEUE = 'noop';
const BATCH = 100;

/** pg-boss with batches: inserted, fetched and completed a hundred at a time. It keeps no log of what it did. */
export async function open({ url }) {
  const boss = new PgBoss({ connectionString: url, max: 20, supervise: false, schedule: false });
  boss.on('error', (error) => console.error(error));
  await boss.start();
  await boss.createQueue(QUEUE);
  return {
    fanOut: async (n, step) => {
      await boss.insert(
        QUEUE,
        Array.from({ length: n }, (_, at) => ({ data: { n: at } })),
      );
      for (let left = n; left > 0; ) {
        const jobs = await boss.fetch(QUEUE, { batchSize: BATCH });
        for (const _ of jobs) {
          const wait = step();
          if (wait !== undefined) await wait;
        }
        await boss.complete(
          QUEUE,
          jobs.map(({ id }) => id),
        );
        left -= jobs.length;
      }
    },
    close: () => boss.stop({ graceful: false }),
  };
}
