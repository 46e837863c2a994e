import { planSchema, tenantIdSchema } from '@orchard-studio/core';
import { createRunner } from '@orchard-studio/orchestrator';
import { createPostgresStorage } from '@orchard-studio/storage-kysely/postgres';
import { now } from '../lib/stream-event.mjs';

const STEP = { key: 'hang', name: 'hang', phase: 'implement', needs: [], uses: 'hang', with: {}, env: {} };
const plan = planSchema.parse({
  version: 1,
  name: 'hang',
  steps: [{ ...STEP, retry: { max: 0, backoffMs: 0 }, timeoutMs: 600_000, weight: 1 }],
  maxParallel: 1,
});

/** A worker whose step never ends, and one that waits for its death. */
export async function open({ url, leaseMs }) {
  const storage = createPostgresStorage({ connectionString: url });
  await storage.migrate();
  const running = Promise.withResolvers();
  const hang = {
    specVersion: 'v1',
    name: 'hang',
    execute: () => {
      running.resolve(now());
      return new Promise(() => undefined);
    },
  };
  const runner = createRunner({
    store: storage.operations,
    executors: { hang },
    ...(leaseMs === undefined ? {} : { leaseMs }),
  });
  return {
    begin: async () => {
      await runner.start({ tenantId: tenantIdSchema.parse('bench'), projectId: null, plan, inputs: {} });
      await running.promise;
    },
    watch: () => {
      void runner.work({ signal: new AbortController().signal });
    },
    /** @returns when the step runs here */
    took: () => running.promise,
  };
}
