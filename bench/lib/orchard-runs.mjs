import { tenantIdSchema } from '@orchard-studio/core';
import { createRunner, parseTree, planTree } from '@orchard-studio/orchestrator';

const TENANT = tenantIdSchema.parse('bench');

/** A tree as users write it, planned once: its operations run the frozen plan. */
function planOf(name, n, needsOf) {
  const steps = Array.from(
    { length: n },
    (_, index) => `  step_${index}: { uses: noop, needs: [${needsOf(index)}] }`,
  );
  return planTree(parseTree(`version: 1\nname: ${name}\nmax-parallel: 100\nsteps:\n${steps.join('\n')}\n`));
}

/** What users have: a runner on a store, with an executor that does nothing. */
export function orchardRuns(storage, { slots = 100 } = {}) {
  let onStep = () => undefined;
  let count = 0;
  const noop = {
    specVersion: 'v1',
    name: 'noop',
    execute: async () => {
      count += 1;
      const n = count;
      const wait = onStep();
      if (wait !== undefined) await wait;
      return { status: 'succeeded', outputs: { n } };
    },
  };
  const runner = createRunner({ store: storage.operations, executors: { noop }, slots });
  const plans = new Map();
  const planFor = (name, n, needsOf) => {
    const key = `${name} ${n}`;
    if (!plans.has(key)) plans.set(key, planOf(name, n, needsOf));
    return plans.get(key);
  };
  const run = async (plan, step) => {
    onStep = step;
    count = 0;
    const { id } = await runner.start({ tenantId: TENANT, projectId: null, plan, inputs: {} });
    const { status } = await runner.wait({ operationId: id });
    if (status !== 'succeeded') throw new Error(`The operation ${status}.`);
  };
  return {
    chain: (n, step) =>
      run(
        planFor('chain', n, (index) => (index === 0 ? [] : [`step_${index - 1}`])),
        step,
      ),
    fanOut: (n, step) =>
      run(
        planFor('fan-out', n, () => []),
        step,
      ),
    close: async () => {
      await runner.close();
      await storage.close();
    },
  };
}
