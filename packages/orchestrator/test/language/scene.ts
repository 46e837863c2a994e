import { type Operation, type OperationEvent, operationIdSchema } from '@orchard-studio/core';
import type { Runner } from '../../src/index.ts';
import { allEvents, makeRunner, plan, tenantId } from '../harness.ts';

export const request = { tenantId, projectId: null, inputs: {} } as const;
const failed = { status: 'failed', error: { code: 'X', message: 'no' }, retryable: false } as const;

/** Steps whose key begins with `bad` fail; others put out what their `with` says. */
export function example(options: Parameters<typeof makeRunner>[1] = {}) {
  const ran: string[] = [];
  const runner = makeRunner(({ step, stepId }) => {
    ran.push(stepId);
    return step.key.startsWith('bad') ? failed : { status: 'succeeded', outputs: step.with };
  }, options);
  return { runner, ran };
}

export async function statuses(runner: ReturnType<typeof makeRunner>, operation: Operation) {
  const store = makeStore(runner);
  const run = await store.loadRun({ operationId: operation.id });
  return Object.fromEntries(run?.steps.map(({ key, status }) => [key, status]) ?? []);
}

export function makeStore(runner: ReturnType<typeof makeRunner>) {
  if (runner.store === undefined) throw new Error('no store');
  return runner.store;
}

export async function run(yaml: string, inputs = {}) {
  const { runner, ran } = example();
  const started = await runner.start({ ...request, plan: plan(yaml), inputs });
  const ended = await runner.wait({ operationId: started.id });
  const steps = await statuses(runner, ended);
  const events = await allEvents(runner, ended.id);
  await runner.close();
  return { ended, steps, ran, events };
}

/** Resolves once an event of the operation fits. */
export async function seen(runner: Runner, operationId: string, fits: (event: OperationEvent) => boolean) {
  for await (const event of runner.events({ operationId: operationIdSchema.parse(operationId) }))
    if (fits(event)) return event;
  throw new Error('The operation ended without it.');
}
