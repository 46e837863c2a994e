import { planSchema, tenantIdSchema } from '@orchard-studio/core';
import { createRunner } from '@orchard-studio/orchestrator';

const TENANT = tenantIdSchema.parse('bench');

const step = (key, needs) => ({
  key,
  name: key,
  phase: 'implement',
  needs,
  uses: 'noop',
  with: {},
  env: {},
  retry: { max: 0, backoffMs: 0 },
  timeoutMs: 60_000,
  weight: 1,
});

function planOf(name, n, needsOf) {
  const steps = Array.from({ length: n }, (_, index) => step(`step_${index}`, needsOf(index)));
  return planSchema.parse({ version: 1, name, steps, maxParallel: 100 });
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
