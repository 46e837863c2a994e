import {
  type Executor,
  isOperationEnd,
  type JsonObject,
  type Operation,
  type OperationId,
  type OperationStore,
  OrchardError,
  type Plan,
  type StepReference,
} from '@orchard-studio/core';
import { isBuiltIn, type Node } from '../board/node.ts';
import { childRequest, requireShallow } from './child-request.ts';
import type { FreshOperation } from './driver.ts';
import { type NewOperation, newOperation, type StartRequest } from './new-operation.ts';
import type { RunnerOptions } from './runner-options.ts';

export interface AdmissionEnvironment {
  readonly store: OperationStore;
  readonly executors: Readonly<Record<string, Executor>>;
  readonly trees: RunnerOptions['trees'];
  readonly nowMs: () => number;
  readonly newId: () => OperationId;
  readonly drive: (operationId: OperationId, fresh?: FreshOperation) => void;
  readonly cancel: (operationId: OperationId) => Promise<unknown>;
}

/** Lets new operations in: what they need is there, they are stored, and their group has room. */
export class Admission {
  readonly #env: AdmissionEnvironment;

  constructor(env: AdmissionEnvironment) {
    this.#env = env;
  }

  /** @throws EXECUTOR_NOT_FOUND */
  checkExecutors(plan: Plan): void {
    const { executors } = this.#env;
    const missing = plan.steps.find(({ uses }) => !isBuiltIn(uses) && !Object.hasOwn(executors, uses));
    if (missing === undefined) return;
    const known = Object.keys(executors).join(', ');
    throw new OrchardError(
      'EXECUTOR_NOT_FOUND',
      `Step "${missing.key}" uses "${missing.uses}", which is not registered. Registered: ${known || 'none'}.`,
    );
  }

  /** @throws EXECUTOR_NOT_FOUND, IDEMPOTENCY_KEY_REUSED, GROUP_BUSY */
  async start(request: StartRequest, parent?: StepReference): Promise<Operation> {
    this.checkExecutors(request.plan);
    const at = new Date(this.#env.nowMs()).toISOString();
    const origin = { id: this.#env.newId(), at, ...(parent === undefined ? {} : { parent }) };
    return this.admit(newOperation(request, origin));
  }

  /** Starts the sub-tree of a step, or finds the one that was started before. */
  async startChild(parent: Operation, node: Node, parameters: JsonObject): Promise<Operation> {
    await requireShallow(parent, this.#env.store);
    const request = childRequest({ parent, node, parameters }, this.#env.trees);
    return this.start(request, { operationId: parent.id, step: node.state.key });
  }

  /** Stores an operation and starts to work on it, unless its group is busy and it is not to wait. */
  async admit(fresh: NewOperation): Promise<Operation> {
    const { operation, created } = await this.#env.store.createOperation(fresh);
    if (isOperationEnd(operation.status)) return operation;
    await this.#requireRoom(operation);
    this.#env.drive(operation.id, created ? { operation, steps: fresh.steps } : undefined);
    return operation;
  }

  async #requireRoom({ id, status, plan, concurrencyGroup }: Operation): Promise<void> {
    if (status !== 'queued' || plan.concurrency?.onConflict !== 'reject') return;
    const holder = await this.#env.store.holdGroup({ operationId: id });
    if (holder === id) return;
    await this.#env.cancel(id);
    throw new OrchardError(
      'GROUP_BUSY',
      `"${plan.name}" is not started: operation ${holder} of the same group "${concurrencyGroup}" is still open.`,
      { details: { holder, operationId: id } },
    );
  }
}
