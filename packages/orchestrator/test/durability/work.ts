import { isOrchardError, type Operation, tenantIdSchema } from '@orchard-studio/core';
import type { Runner } from '../../src/index.ts';
import { RICH } from './trees.ts';

export const tenantId = tenantIdSchema.parse('default');

/** Asks again while the store cannot be reached, as whoever calls from outside does. */
async function untilReached<T>(action: () => Promise<T>): Promise<T> {
  while (true) {
    try {
      return await action();
    } catch (error) {
      if (!isOrchardError(error) || !error.retryable) throw error;
    }
  }
}

async function approve(runner: Runner, operationId: Operation['id']): Promise<void> {
  try {
    await untilReached(() => runner.decide({ operationId, step: 'ask', decision: 'approved', by: 'Ada' }));
  } catch (error) {
    // Somebody has done so before.
    if (!isOrchardError(error) || error.code !== 'STEP_NOT_WAITING') throw error;
  }
}

/** Starts the rich tree, or finds it started; approves what it asks; waits for its end. */
export async function runRich(runner: Runner, idempotencyKey: string): Promise<Operation> {
  const request = { tenantId, projectId: null, plan: RICH, inputs: {}, idempotencyKey };
  const { id: operationId } = await untilReached(() => runner.start(request));
  for await (const { step, status } of runner.events({ operationId }))
    if (step === 'ask' && status === 'waiting') await approve(runner, operationId);
  return runner.wait({ operationId });
}
