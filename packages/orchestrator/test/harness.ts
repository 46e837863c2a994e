import {
  type Executor,
  type ExecutorContext,
  type ExecutorOutcome,
  type ExecutorRequest,
  type OperationEvent,
  type OperationId,
  type Plan,
  tenantIdSchema,
} from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import { createRunner, parseTree, planTree, type Runner, type RunnerOptions } from '../src/index.ts';

export const tenantId = tenantIdSchema.parse('default');
export const done: ExecutorOutcome = { status: 'succeeded', outputs: {} };

type Body = (
  request: ExecutorRequest,
  context: ExecutorContext,
) => ExecutorOutcome | Promise<ExecutorOutcome>;

function executor(body: Body): Executor {
  return { specVersion: 'v1', name: 'test', execute: async (request, context) => body(request, context) };
}

/** Never ends by itself; rejects when it is told to stop. */
export const forever: Body = (_request, { signal }) =>
  new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

export function plan(yaml: string): Plan {
  return planTree(parseTree(yaml));
}

export function makeRunner(
  body: Body,
  options: Partial<RunnerOptions> = {},
): Runner & { readonly store: RunnerOptions['store'] } {
  const store = options.store ?? createMemoryStorage().operations;
  const runner = createRunner({
    pollMs: 20,
    graceMs: 50,
    ...options,
    store,
    executors: { x: executor(body), ...options.executors },
  });
  return Object.assign(runner, { store });
}

export async function allEvents(runner: Runner, operationId: OperationId): Promise<OperationEvent[]> {
  const events: OperationEvent[] = [];
  for await (const event of runner.events({ operationId })) events.push(event);
  return events;
}
