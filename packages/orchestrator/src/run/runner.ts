import {
  type Clock,
  type IdGenerator,
  isOperationEnd,
  type JsonObject,
  type Logger,
  type NewOperationEvent,
  type Operation,
  type OperationEvent,
  type OperationId,
  type OperationStore,
  OrchardError,
  operationIdSchema,
  type Plan,
  type ProjectId,
  randomIds,
  silentLogger,
  systemClock,
  type TenantId,
} from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import { hashPlan } from '../tree/plan-tree.ts';
import { Driver, type DriverEnvironment } from './driver.ts';
import { createHints, type OperationHints } from './hints.ts';
import { type EventsRequest, readEvents } from './read-events.ts';
import { reopenTransition } from './reopen.ts';
import type { RunnerOptions } from './runner-options.ts';
import { Slots } from './slots.ts';
import { newStepState } from './step-state.ts';

export interface StartRequest {
  readonly tenantId: TenantId;
  readonly projectId: ProjectId | null;
  readonly plan: Plan;
  readonly inputs: JsonObject;
  /** The same key again returns the same operation. Scope: the project. */
  readonly idempotencyKey?: string;
}

/** Runs trees: durable, resumable, observable. */
export interface Runner {
  /**
   * Stores the operation and starts to work on it in this process.
   *
   * @throws EXECUTOR_NOT_FOUND when a step uses an unregistered executor.
   * @throws IDEMPOTENCY_KEY_REUSED
   */
  start(request: StartRequest): Promise<Operation>;
  /** Asks the operation to stop; running steps are aborted, the rest is cancelled. False when it has ended already. */
  cancel(request: { readonly operationId: OperationId }): Promise<boolean>;
  /**
   * Runs the failed, skipped and cancelled steps of an ended operation again; completed steps keep their outputs.
   * An operation that is still open is simply taken up.
   *
   * @throws OPERATION_NOT_RESUMABLE when it has succeeded. @throws NOT_FOUND
   */
  resume(request: { readonly operationId: OperationId }): Promise<void>;
  /** Resolves with the operation once it has ended. */
  wait(request: { readonly operationId: OperationId; readonly signal?: AbortSignal }): Promise<Operation>;
  /** Takes up every open operation of the store: call it once after a start. Resolves when all are taken up. */
  recover(): Promise<void>;
  /** Keeps taking up open operations, those of other processes included, until the signal aborts. */
  work(request: { readonly signal: AbortSignal }): Promise<void>;
  /** Events after a cursor, without gap or repetition, until the operation has ended. */
  events(request: EventsRequest): AsyncGenerator<OperationEvent, void, void>;
  /** Wakes readers of the event log in this process. */
  readonly hints: OperationHints;
  /** Stops all attempts and lets go of their operations, which stay open in the ledger. */
  close(): Promise<void>;
}

function firstEvent(plan: Plan, at: string): NewOperationEvent {
  const steps = plan.steps.map(({ key, name, phase, weight, needs }) => ({
    key,
    name,
    phase,
    weight,
    needs,
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

class LocalRunner implements Runner {
  readonly hints = createHints();
  readonly #options: RunnerOptions;
  readonly #store: OperationStore;
  readonly #clock: Clock;
  readonly #ids: IdGenerator;
  readonly #logger: Logger;
  readonly #worker: string;
  readonly #slots: Slots;
  readonly #drivers = new Map<OperationId, { readonly driver: Driver; readonly done: Promise<void> }>();
  #closed = false;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#store = options.store ?? createMemoryStorage().operations;
    this.#clock = options.clock ?? systemClock;
    this.#ids = options.ids ?? randomIds;
    this.#logger = options.logger ?? silentLogger;
    this.#worker = this.#ids.next('worker');
    this.#slots = new Slots(options.slots ?? 8, () => this.#wakeAll());
  }

  async start(request: StartRequest): Promise<Operation> {
    this.#checkExecutors(request.plan);
    const at = this.#clock.now().toISOString();
    const { operation } = await this.#store.createOperation({
      operation: {
        id: operationIdSchema.parse(this.#ids.next('operation')),
        tenantId: request.tenantId,
        projectId: request.projectId,
        tree: request.plan.name,
        planHash: hashPlan(request.plan),
        plan: request.plan,
        inputs: request.inputs,
        status: 'queued',
        version: 0,
        lastSeq: 0,
        cancelRequestedAt: null,
        idempotencyKey: request.idempotencyKey ?? null,
        createdAt: at,
        startedAt: null,
        finishedAt: null,
      },
      steps: request.plan.steps.map(newStepState),
      events: [firstEvent(request.plan, at)],
    });
    if (!isOperationEnd(operation.status)) this.#drive(operation.id);
    return operation;
  }

  async cancel({ operationId }: { readonly operationId: OperationId }): Promise<boolean> {
    const asked = await this.#store.requestCancel({ operationId, at: this.#clock.now().toISOString() });
    if (asked) this.#drive(operationId);
    return asked;
  }

  async resume({ operationId }: { readonly operationId: OperationId }): Promise<void> {
    const run = await this.#store.loadRun({ operationId });
    if (run === undefined) throw new OrchardError('NOT_FOUND', `There is no operation "${operationId}".`);
    if (run.operation.status === 'succeeded') {
      throw new OrchardError(
        'OPERATION_NOT_RESUMABLE',
        'The operation has succeeded; there is nothing to resume.',
      );
    }
    if (isOperationEnd(run.operation.status)) {
      this.#checkExecutors(run.operation.plan);
      await this.#store.commitTransition(reopenTransition(run, this.#clock.now()));
      this.hints.notify(operationId);
    }
    this.#drive(operationId);
  }

  async wait(request: {
    readonly operationId: OperationId;
    readonly signal?: AbortSignal;
  }): Promise<Operation> {
    const { operationId } = request;
    for await (const _event of this.events(request)) {
      // The stream ends with the operation.
    }
    const run = await this.#store.loadRun({ operationId });
    if (run === undefined) throw new OrchardError('NOT_FOUND', `There is no operation "${operationId}".`);
    return run.operation;
  }

  async recover(): Promise<void> {
    for (const operationId of await this.#store.listOpenOperations({})) this.#drive(operationId);
  }

  async work({ signal }: { readonly signal: AbortSignal }): Promise<void> {
    while (!signal.aborted && !this.#closed) {
      await this.recover();
      await this.#clock.sleep(this.#pollMs, signal).catch(() => undefined);
    }
  }

  events(request: EventsRequest): AsyncGenerator<OperationEvent, void, void> {
    return readEvents(request, {
      store: this.#store,
      clock: this.#clock,
      hints: this.hints,
      pollMs: this.#pollMs,
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const drivers = [...this.#drivers.values()];
    await Promise.all(drivers.map(({ driver }) => driver.stop()));
    await Promise.all(drivers.map(({ done }) => done));
  }

  get #pollMs(): number {
    return this.#options.pollMs ?? 500;
  }

  #checkExecutors(plan: Plan): void {
    const missing = plan.steps.find((step) => !Object.hasOwn(this.#options.executors, step.uses));
    if (missing === undefined) return;
    const known = Object.keys(this.#options.executors).join(', ');
    throw new OrchardError(
      'EXECUTOR_NOT_FOUND',
      `Step "${missing.key}" uses "${missing.uses}", which is not registered. Registered: ${known || 'none'}.`,
    );
  }

  #wakeAll(): void {
    for (const { driver } of this.#drivers.values()) driver.wake();
  }

  #drive(operationId: OperationId): void {
    const known = this.#drivers.get(operationId);
    known?.driver.wake();
    if (known !== undefined || this.#closed) return;
    const driver = new Driver(operationId, this.#driverEnvironment(operationId));
    const done = driver.run().then(
      () => {
        this.#drivers.delete(operationId);
        this.hints.notify(operationId);
        // Woken while it was ending: a resume may have opened the operation again.
        if (driver.woken) this.#drive(operationId);
      },
      (error: unknown) => {
        // The ledger still holds the truth; the next poll or start takes the operation up again.
        this.#drivers.delete(operationId);
        this.#logger.error({ err: error, operationId }, 'The operation was let go after an error.');
      },
    );
    this.#drivers.set(operationId, { driver, done });
  }

  #driverEnvironment(operationId: OperationId): DriverEnvironment {
    return {
      store: this.#store,
      executors: this.#options.executors,
      clock: this.#clock,
      logger: this.#logger,
      redactor: this.#options.redactor,
      leaseMs: this.#options.leaseMs ?? 15_000,
      graceMs: this.#options.graceMs ?? 10_000,
      pollMs: this.#pollMs,
      worker: this.#worker,
      slots: this.#slots,
      maxTakeovers: this.#options.maxTakeovers ?? 10,
      exclusive: this.#options.exclusive ?? false,
      onEvents: () => this.hints.notify(operationId),
      onCancelRequested: () => undefined,
    };
  }
}

/**
 * Makes a runner. Nothing starts before the first `start`, `recover` or `work`.
 *
 * @example
 * const runner = createRunner({ executors: { greet } });
 * const operation = await runner.start({ tenantId, projectId: null, plan: planTree(parseTree(yaml)), inputs: {} });
 * for await (const event of runner.events({ operationId: operation.id })) console.log(event.message);
 */
export function createRunner(options: RunnerOptions): Runner {
  return new LocalRunner(options);
}
