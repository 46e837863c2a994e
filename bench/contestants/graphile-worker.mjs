import { Logger, makeWorkerUtils, run as startWorker } from 'graphile-worker';

/**
 * graphile-worker as its guide to performance says: a local queue, and completions in batches. A queue of jobs: it
 * keeps no state and no log of what it did.
 */
export async function open({ url }) {
  let onStep = () => undefined;
  let left = 0;
  let done = () => undefined;
  const preset = {
    worker: {
      connectionString: url,
      maxPoolSize: 20,
      concurrentJobs: 100,
      pollInterval: 100,
      localQueue: { size: 200, refetchDelay: { durationMs: 10 } },
      completeJobBatchDelay: 0,
      failJobBatchDelay: 0,
    },
  };
  const logger = new Logger(() => () => undefined);
  const utils = await makeWorkerUtils({ preset, logger });
  await utils.migrate();
  const runner = await startWorker({
    preset,
    noHandleSignals: true,
    logger,
    taskList: {
      noop: async () => {
        const wait = onStep();
        if (wait !== undefined) await wait;
      },
    },
  });
  runner.events.on('job:complete', () => {
    left -= 1;
    if (left === 0) done();
  });
  return {
    fanOut: async (n, step) => {
      onStep = step;
      left = n;
      const ended = new Promise((resolve) => {
        done = resolve;
      });
      await utils.addJobs(Array.from({ length: n }, (_, at) => ({ identifier: 'noop', payload: { n: at } })));
      await ended;
    },
    close: async () => {
      await runner.stop();
      await utils.release();
    },
  };
}
