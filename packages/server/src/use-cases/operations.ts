import {
  type DecisionRequest,
  type EventsPage,
  isStepEnd,
  type JsonObject,
  type Operation,
  type OperationEvent,
  type OperationId,
  type OperationRun,
  type OperationSummary,
  type OperationView,
  OrchardError,
  type ProjectId,
  planKeyOf,
  type RerunRequest,
  readBuildReport,
  type StartOperationRequest,
  type StepView,
  type TenantId,
} from '@orchard-studio/core';
import type { Runner } from '@orchard-studio/orchestrator';
import type { Ports } from '../config.ts';
import { BUILD_TREE, type TreeRegistry } from '../trees.ts';
import { type ProjectKey, requireProject } from './projects.ts';

export interface OperationKey {
  readonly tenantId: TenantId;
  readonly operationId: OperationId;
  /** When given, the operation must belong to this project. */
  readonly projectId?: ProjectId | undefined;
}

/** Runs of trees: state, event log, cancel, resume. */
export interface Operations {
  get(request: OperationKey): Promise<OperationView>;
  /** Newest first. */
  list(request: ProjectKey): Promise<readonly OperationSummary[]>;
  events(request: OperationKey & { readonly after: number; readonly limit?: number }): Promise<EventsPage>;
  /** Live events after a cursor, until the operation has ended. */
  stream(
    request: OperationKey & { readonly after: number; readonly signal: AbortSignal },
  ): AsyncGenerator<OperationEvent, void, void>;
  cancel(request: OperationKey): Promise<OperationView>;
  /** @throws OPERATION_NOT_RESUMABLE */
  resume(request: OperationKey): Promise<OperationView>;
  /**
   * Starts a tree that the host registered.
   *
   * @throws TREE_NOT_FOUND, INVALID_INPUT, GROUP_BUSY, IDEMPOTENCY_KEY_REUSED
   */
  start(
    request: ProjectKey & StartOperationRequest & { readonly idempotencyKey?: string },
  ): Promise<OperationView>;
  /** Starts a new operation that repeats an ended one from a step on. @throws OPERATION_NOT_RESUMABLE */
  rerun(request: OperationKey & RerunRequest): Promise<OperationView>;
  /** Records what a person decided on a waiting step. @throws STEP_NOT_WAITING, FORBIDDEN */
  decide(
    request: OperationKey & DecisionRequest & { readonly step: string; readonly by: string },
  ): Promise<OperationView>;
}

function summary(operation: Operation): OperationSummary {
  const { id, projectId, tree, status, lastSeq, cancelRequestedAt, createdAt, startedAt, finishedAt } =
    operation;
  const { parent, forkedFrom } = operation;
  const dates = { cancelRequestedAt, createdAt, startedAt, finishedAt };
  return { id, projectId, tree, status, lastSeq, parent, forkedFrom, ...dates };
}

const labelOf = (matrix: JsonObject): string =>
  Object.values(matrix)
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .join(', ');

function stepViews({ operation, steps }: OperationRun): StepView[] {
  const planned = new Map(operation.plan.steps.map((step) => [step.key, step]));
  return steps.flatMap((state) => {
    const step = planned.get(planKeyOf(state.key));
    if (step === undefined) return [];
    const {
      worker: _worker,
      leaseUntil: _leaseUntil,
      checkpoint: _checkpoint,
      takeovers: _,
      ...shown
    } = state;
    const { phase, uses, needs } = step;
    const name = state.matrix === null ? step.name : `${step.name} (${labelOf(state.matrix)})`;
    // Plans of earlier versions lack it.
    const last = step.finally ?? false;
    return [{ ...shown, name, phase, uses, needs, finally: last, ...readBuildReport(state.outputs) }];
  });
}

/** 0 to 1, weighted over the steps of the plan; a matrix has come as far as its combinations on the whole. */
function progressOf({ operation, steps }: OperationRun): number {
  const parts = new Map<string, number[]>();
  for (const { key, matrix, progress, status } of steps) {
    const done = isStepEnd(status) ? 1 : progress;
    const plan = planKeyOf(key);
    if (matrix !== null) parts.set(plan, [...(parts.get(plan) ?? []), done]);
    else if (!parts.has(plan)) parts.set(plan, []);
  }
  const heads = new Map(steps.map((state) => [state.key, isStepEnd(state.status) ? 1 : state.progress]));
  let [total, sum] = [0, 0];
  for (const { key, weight } of operation.plan.steps) {
    const members = parts.get(key) ?? [];
    const mean = members.reduce((a, b) => a + b, 0) / Math.max(1, members.length);
    total += weight;
    sum += weight * (members.length > 0 ? mean : (heads.get(key) ?? 0));
  }
  return total === 0 ? 0 : Math.min(1, sum / total);
}

class OperationUseCases implements Operations {
  readonly #ports: Ports;
  readonly #runner: Runner;
  readonly #trees: TreeRegistry;

  constructor({ ports, runner, trees }: OperationParts) {
    this.#ports = ports;
    this.#runner = runner;
    this.#trees = trees;
  }

  async get(key: OperationKey): Promise<OperationView> {
    await this.#require(key);
    const run = await this.#ports.storage.operations.loadRun(key);
    if (run === undefined) throw this.#missing(key);
    const steps = stepViews(run);
    const outputs = steps.findLast((step) => typeof step.outputs?.url === 'string')?.outputs;
    return {
      ...summary(run.operation),
      progress: progressOf(run),
      steps,
      outputs: run.operation.outputs,
      url: typeof outputs?.url === 'string' ? outputs.url : null,
      error: steps.find((step) => step.error !== null && step.status === 'failed')?.error?.message ?? null,
    };
  }

  async list(key: ProjectKey): Promise<readonly OperationSummary[]> {
    await requireProject(this.#ports, key);
    return (await this.#ports.storage.operations.listOperations(key)).map(summary);
  }

  async events(
    request: OperationKey & { readonly after: number; readonly limit?: number },
  ): Promise<EventsPage> {
    await this.#require(request);
    const events = await this.#ports.storage.operations.listEvents(request);
    return { events: [...events], lastSeq: events.at(-1)?.seq ?? request.after };
  }

  async *stream(
    request: OperationKey & { readonly after: number; readonly signal: AbortSignal },
  ): AsyncGenerator<OperationEvent, void, void> {
    await this.#require(request);
    yield* this.#runner.events(request);
  }

  async cancel(key: OperationKey): Promise<OperationView> {
    await this.#require(key);
    await this.#runner.cancel(key);
    return this.get(key);
  }

  async resume(key: OperationKey): Promise<OperationView> {
    await this.#require(key);
    await this.#runner.resume(key);
    return this.get(key);
  }

  async start(
    request: ProjectKey & StartOperationRequest & { readonly idempotencyKey?: string },
  ): Promise<OperationView> {
    const { tenantId, projectId, idempotencyKey } = request;
    await requireProject(this.#ports, request);
    if (request.tree === BUILD_TREE)
      throw new OrchardError(
        'INVALID_INPUT',
        `"${BUILD_TREE}" is started by building an approved Blueprint.`,
      );
    const { plan, resolve } = this.#trees.get(request.tree);
    const operation = await this.#runner.start({
      tenantId,
      projectId,
      plan,
      inputs: resolve(request.inputs ?? {}),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    });
    return this.get({ tenantId, operationId: operation.id });
  }

  async rerun(request: OperationKey & RerunRequest): Promise<OperationView> {
    const { tree } = await this.#require(request);
    const { operationId, tenantId, from, scope = 'downstream', plan: which = 'frozen' } = request;
    const plan = which === 'latest' ? { plan: this.#trees.get(tree).plan } : {};
    const { id } = await this.#runner.rerun({ operationId, from, scope, ...plan });
    return this.get({ tenantId, operationId: id });
  }

  async decide(
    request: OperationKey & DecisionRequest & { readonly step: string; readonly by: string },
  ): Promise<OperationView> {
    await this.#require(request);
    const { operationId, step, decision, by, comment } = request;
    await this.#runner.decide({
      operationId,
      step,
      decision,
      by,
      ...(comment === undefined ? {} : { comment }),
    });
    return this.get(request);
  }

  async #require(key: OperationKey): Promise<Operation> {
    const operation = await this.#ports.storage.operations.getOperation(key);
    const elsewhere = key.projectId !== undefined && operation?.projectId !== key.projectId;
    if (operation === undefined || elsewhere) throw this.#missing(key);
    return operation;
  }

  #missing({ operationId }: OperationKey): OrchardError {
    return new OrchardError('NOT_FOUND', `There is no operation "${operationId}".`);
  }
}

export interface OperationParts {
  readonly ports: Ports;
  readonly runner: Runner;
  readonly trees: TreeRegistry;
}

export function createOperations(parts: OperationParts): Operations {
  return new OperationUseCases(parts);
}
