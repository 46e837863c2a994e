import type { ExecutorRequest } from '@orchard-studio/core';
import { createRecords } from './records.ts';

/** A valid request for the first attempt of a step whose `with` block is given. */
export function executorRequest(
  block: ExecutorRequest['step']['with'] = {},
  fields: Partial<ExecutorRequest> = {},
): ExecutorRequest {
  const { operation: made } = createRecords().newOperation();
  const [step] = made.plan.steps;
  if (step === undefined) throw new Error('The plan has no step.');
  const { id, tenantId, projectId, tree, inputs } = made;
  return {
    operation: { id, tenantId, projectId, tree, inputs },
    step: { ...step, with: block },
    stepId: step.key,
    matrix: null,
    attempt: 1,
    needs: {},
    idempotencyKey: `${id}/${step.key}`,
    fencingToken: 1,
    checkpoint: null,
    ...fields,
  };
}
