import {
  type EventsPage,
  type Operation,
  type OperationEvent,
  type OperationId,
  type OperationRun,
  type OperationSummary,
  type OperationView,
  OrchardError,
  type ProjectId,
  readBuildReport,
  type StepView,
  type TenantId,
} from '@orchard-studio/core';
import type { Runner } from '@orchard-studio/orchestrator';
import type { Ports } from '../config.ts';
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
}

function summary(operation: Operation): OperationSummary {
  const { id, projectId, tree, status, lastSeq, cancelRequestedAt, createdAt, startedAt, finishedAt } =
    operation;
  return { id, projectId, tree, status, lastSeq, cancelRequestedAt, createdAt, startedAt, finishedAt };
}

function stepViews({ operation, steps }: OperationRun): StepView[] {
  return operation.plan.steps.flatMap(({ key, name, phase }) => {
    const state = steps.find((step) => step.key === key);
    if (state === undefined) return [];
    const { worker: _worker, leaseUntil: _leaseUntil, checkpoint: _checkpoint, ...shown } = state;
    return [{ ...shown, name, phase, ...readBuildReport(state.outputs) }];
  });
}

class OperationUseCases implements Operations {
  readonly #ports: Ports;
  readonly #runner: Runner;

  constructor(ports: Ports, runner: Runner) {
    this.#ports = ports;
    this.#runner = runner;
  }

  async get(key: OperationKey): Promise<OperationView> {
    await this.#require(key);
    const run = await this.#ports.storage.operations.loadRun(key);
    if (run === undefined) throw this.#missing(key);
    const steps = stepViews(run);
    const weights = new Map(run.operation.plan.steps.map((step) => [step.key, step.weight]));
    const weightOf = (key: string): number => weights.get(key) ?? 1;
    const total = steps.reduce((sum, step) => sum + weightOf(step.key), 0);
    const done = steps.reduce((sum, step) => sum + weightOf(step.key) * step.progress, 0);
    const outputs = steps.findLast((step) => typeof step.outputs?.url === 'string')?.outputs;
    return {
      ...summary(run.operation),
      progress: total === 0 ? 0 : Math.min(1, done / total),
      steps,
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

export function createOperations(ports: Ports, runner: Runner): Operations {
  return new OperationUseCases(ports, runner);
}
