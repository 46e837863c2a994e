import { planSchema, tenantIdSchema } from '@orchard-studio/core';
import { createRunner } from '@orchard-studio/orchestrator';
import { createSqliteStorage } from '@orchard-studio/storage-kysely';

/** Import, open, migrate, and the first operation committed: the runner alone. */
const storage = createSqliteStorage({ path: `${process.argv[2]}/orchard.sqlite`, durability: 'full' });
await storage.migrate();
const noop = { specVersion: 'v1', name: 'noop', execute: async () => ({ status: 'succeeded', outputs: {} }) };
const runner = createRunner({ store: storage.operations, executors: { noop } });
const step = {
  key: 'a',
  name: 'a',
  phase: 'implement',
  needs: [],
  uses: 'noop',
  with: {},
  env: {},
  weight: 1,
};
const plan = planSchema.parse({
  version: 1,
  name: 'first',
  steps: [{ ...step, retry: { max: 0, backoffMs: 0 }, timeoutMs: 1_000 }],
  maxParallel: 1,
});
await runner.start({ tenantId: tenantIdSchema.parse('bench'), projectId: null, plan, inputs: {} });
console.log(performance.now());
await runner.close();
await storage.close();
