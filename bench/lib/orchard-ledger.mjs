import { newStepState } from '@orchard-studio/core';
import { createRecords } from '@orchard-studio/testing';

const AT = '2030-01-01T00:00:00.000Z';
const LEASE_MS = 15_000;

const state = (key, change) => ({ ...newStepState({ key }), attempt: 1, epoch: 1, startedAt: AT, ...change });
const event = (step, status) => ({
  type: 'step',
  timestamp: AT,
  step,
  status,
  attempt: 1,
  epoch: 1,
  phase: 'implement',
});

/** Done and next started, as the runner would say it. */
function transition(operationId, at) {
  const [done, next] = [`step_${at}`, `step_${at + 1}`];
  return {
    operationId,
    ifVersion: at,
    operation: {},
    steps: [
      state(done, { status: 'succeeded', outputs: { n: at }, progress: 1, finishedAt: AT }),
      state(next, { status: 'running', worker: 'wrk_0123456789', leaseUntil: AT }),
    ],
    leaseMs: LEASE_MS,
    expired: [],
    events: [event(done, 'complete'), event(next, 'in_progress')],
  };
}

/** The ledger without the runner: what of the time is the store's. */
export function orchardLedger(storage) {
  return {
    chain: async (n, step) => {
      const records = createRecords();
      const keys = Array.from({ length: n + 1 }, (_, at) => `step_${at}`);
      const made = records.newOperation({ plan: records.plan(keys) });
      await storage.operations.createOperation(made);
      for (let at = 0; at < n; at += 1) {
        const wait = step();
        if (wait !== undefined) await wait;
        await storage.operations.commitTransition(transition(made.operation.id, at));
      }
    },
    close: () => storage.close(),
  };
}
