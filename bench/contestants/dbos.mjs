import { DBOS } from '@dbos-inc/dbos-sdk';

let onStep = () => undefined;
const noop = async (n) => {
  const wait = onStep();
  if (wait !== undefined) await wait;
  return { n };
};

const chain = DBOS.registerWorkflow(
  async (n) => {
    for (let at = 0; at < n; at += 1) await DBOS.runStep(() => noop(at), { name: 'noop' });
  },
  { name: 'chain' },
);

/** Steps started together within one workflow: what its guide recommends where the work need not be queued. */
const fanOut = DBOS.registerWorkflow(
  async (n) => {
    const steps = Array.from({ length: n }, (_, at) => DBOS.runStep(() => noop(at), { name: 'noop' }));
    await Promise.all(steps);
  },
  { name: 'fanOut' },
);

/** DBOS Transact on PostgreSQL. */
export async function open({ url }) {
  DBOS.setConfig({
    name: 'bench',
    systemDatabaseUrl: url,
    systemDatabasePoolSize: 20,
    logLevel: 'error',
    tracingEnabled: false,
  });
  await DBOS.launch();
  const run = async (workflow, n, step) => {
    onStep = step;
    await workflow(n);
  };
  return {
    chain: (n, step) => run(chain, n, step),
    fanOut: (n, step) => run(fanOut, n, step),
    close: () => DBOS.shutdown(),
  };
}
