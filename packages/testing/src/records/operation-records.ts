import {
  contentHash,
  type NewOperationEvent,
  newStepState,
  type Operation,
  operationSchema,
  type Plan,
  type PlanInput,
  planSchema,
  type StepState,
  stepStateSchema,
} from '@orchard-studio/core';
import type { RecordSource } from './record-source.ts';

/** Everything `createOperation` takes. */
export interface NewOperation {
  readonly operation: Operation;
  readonly steps: readonly StepState[];
  readonly events: readonly NewOperationEvent[];
}

/** Builders of plans, operations, steps and events. */
export interface OperationRecords {
  /** A frozen plan of no-op steps in a chain, by default `first` and `second`. */
  plan(keys?: readonly string[]): Plan;
  /** A queued operation. Its plan hash belongs to its plan. */
  operation(fields?: Partial<Operation>): Operation;
  /** A step that has not been tried. */
  step(fields: Pick<StepState, 'key'> & Partial<StepState>): StepState;
  /** A step that a worker runs, in epoch 1. */
  runningStep(fields: Pick<StepState, 'key'> & Partial<StepState>): StepState;
  event(fields?: Partial<NewOperationEvent>): NewOperationEvent;
  /** An operation with a fresh step for each of its plan, and one first event. */
  newOperation(fields?: Partial<Operation>): NewOperation;
}

function planStep(key: string, needs: readonly string[]): PlanInput['steps'][number] {
  return {
    key,
    name: `Step ${key}`,
    phase: 'implement',
    needs: [...needs],
    uses: 'noop',
    with: {},
    env: {},
    retry: { max: 0, backoffMs: 0 },
    timeoutMs: 60_000,
    weight: 1,
  };
}

function plan(keys: readonly string[] = ['first', 'second']): Plan {
  const steps = keys.map((key, at) => planStep(key, keys.slice(Math.max(at - 1, 0), at)));
  return planSchema.parse({ version: 1, name: 'test-tree', steps, maxParallel: 4 });
}

function step(fields: Pick<StepState, 'key'> & Partial<StepState>): StepState {
  return stepStateSchema.parse({ ...newStepState(fields), ...fields });
}

function operation({ ids, tenantId, nextInstant }: RecordSource, fields: Partial<Operation> = {}): Operation {
  const frozen = fields.plan ?? plan();
  return operationSchema.parse({
    id: ids.next('operation'),
    tenantId,
    projectId: ids.next('project'),
    tree: frozen.name,
    planHash: contentHash(frozen),
    plan: frozen,
    inputs: {},
    status: 'queued',
    version: 0,
    lastSeq: 0,
    cancelRequestedAt: null,
    idempotencyKey: null,
    concurrencyGroup: null,
    parent: null,
    forkedFrom: null,
    outputs: null,
    createdAt: nextInstant(),
    startedAt: null,
    finishedAt: null,
    ...fields,
  });
}

export function operationRecords(source: RecordSource): OperationRecords {
  const { ids, nextInstant } = source;
  const event: OperationRecords['event'] = (fields) => ({
    type: 'log',
    timestamp: nextInstant(),
    message: 'A line.',
    ...fields,
  });
  return {
    plan,
    step,
    event,
    operation: (fields) => operation(source, fields),
    runningStep: (fields) =>
      step({
        status: 'running',
        attempt: 1,
        epoch: 1,
        worker: ids.next('worker'),
        leaseUntil: nextInstant(),
        startedAt: nextInstant(),
        ...fields,
      }),
    newOperation: (fields) => {
      const made = operation(source, fields);
      return {
        operation: made,
        steps: made.plan.steps.map(({ key }) => step({ key })),
        events: [event({ type: 'operation', status: 'queued' })],
      };
    },
  };
}
