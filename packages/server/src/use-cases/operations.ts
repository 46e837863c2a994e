import {
  type DecisionRequest,
  type EventsPage,
  type Operation,
  type OperationEvent,
  type OperationId,
  type OperationSummary,
  type OperationView,
  OrchardError,
  operationSummary,
  operationView,
  type ProjectId,
  type RerunRequest,
  type StartOperationRequest,
  type TenantId,
} from '@orchard-studio/core';
import { questionsOf, type Runner } from '@orchard-studio/orchestrator';
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
  /** The same for whoever may see all: no tenant is asked for. */
  view(request: { readonly operationId: OperationId }): Promise<OperationView>;
  /** Where it stands, without its steps. */
  summary(request: OperationKey): Promise<OperationSummary>;
  /** Newest first, at most `limit` (default 100). */
  list(request: ProjectKey & { readonly limit?: number }): Promise<readonly OperationSummary[]>;
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
    return this.view(key);
  }

  async summary(key: OperationKey): Promise<OperationSummary> {
    return operationSummary(await this.#require(key));
  }

  async view(key: { readonly operationId: OperationId }): Promise<OperationView> {
    const run = await this.#ports.storage.operations.loadRun(key);
    if (run === undefined) throw this.#missing(key);
    return operationView(run, questionsOf(run));
  }

  async list(request: ProjectKey & { readonly limit?: number }): Promise<readonly OperationSummary[]> {
    await requireProject(this.#ports, request);
    const { limit = 100, ...key } = request;
    return (await this.#ports.storage.operations.listOperations({ ...key, limit })).map(operationSummary);
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

  #missing({ operationId }: { readonly operationId: OperationId }): OrchardError {
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
