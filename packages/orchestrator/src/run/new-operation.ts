import {
  type ForkOrigin,
  type JsonObject,
  type NewOperationEvent,
  newStepState,
  type Operation,
  type OperationId,
  OrchardError,
  type Plan,
  type ProjectId,
  type StepReference,
  type StepState,
  type TenantId,
} from '@orchard-studio/core';
import { expand } from '../expression/expand.ts';
import { hashPlan } from '../tree/plan-tree.ts';

const MAX_GROUP = 200;

export interface StartRequest {
  readonly tenantId: TenantId;
  readonly projectId: ProjectId | null;
  readonly plan: Plan;
  readonly inputs: JsonObject;
  /** The same key again returns the same operation. Scope: the project. */
  readonly idempotencyKey?: string;
}

/** What `OperationStore.createOperation` takes. */
export interface NewOperation {
  readonly operation: Operation;
  readonly steps: readonly StepState[];
  readonly events: readonly NewOperationEvent[];
}

interface Origin {
  readonly id: OperationId;
  readonly at: string;
  readonly parent?: StepReference;
  readonly forkedFrom?: ForkOrigin;
}

/** The first event: which steps there will be. Views are drawn from it. */
function firstEvent(plan: Plan, at: string): NewOperationEvent {
  const steps = plan.steps.map(({ key, name, phase, weight, needs, finally: last }) => ({
    key,
    name,
    phase,
    weight,
    needs,
    ...(last ? { finally: true } : {}),
  }));
  return {
    type: 'operation',
    timestamp: at,
    status: 'queued',
    message: plan.name,
    progress: 0,
    data: { steps },
  };
}

/** @throws EXPRESSION_INVALID, INVALID_INPUT */
function groupOf({ plan, inputs, projectId }: StartRequest, id: OperationId): string | null {
  if (plan.concurrency === null) return null;
  const group = expand(plan.concurrency.group, {
    inputs,
    needs: {},
    steps: {},
    matrix: {},
    operation: { id, tree: plan.name },
    project: { id: projectId },
    env: {},
    status: { success: true, failure: false, cancelled: false },
  });
  const text = typeof group === 'string' ? group : JSON.stringify(group);
  if (text !== '' && text.length <= MAX_GROUP) return text;
  throw new OrchardError(
    'INVALID_INPUT',
    `The concurrency group of "${plan.name}" must be 1 to ${MAX_GROUP} characters long; here it is ${text.length}.`,
  );
}

/**
 * An operation that has not begun, with its steps and its first event.
 *
 * @throws EXPRESSION_INVALID, INVALID_INPUT when its concurrency group cannot be told
 */
export function newOperation(request: StartRequest, origin: Origin): NewOperation {
  const { plan, inputs, tenantId, projectId, idempotencyKey = null } = request;
  const { id, at, parent = null, forkedFrom = null } = origin;
  return {
    operation: {
      id,
      tenantId,
      projectId,
      tree: plan.name,
      planHash: hashPlan(plan),
      plan,
      inputs,
      status: 'queued',
      version: 0,
      lastSeq: 0,
      cancelRequestedAt: null,
      idempotencyKey,
      concurrencyGroup: groupOf(request, id),
      parent,
      forkedFrom,
      outputs: null,
      createdAt: at,
      startedAt: null,
      finishedAt: null,
    },
    steps: plan.steps.map(({ key }) => newStepState({ key })),
    events: [firstEvent(plan, at)],
  };
}
