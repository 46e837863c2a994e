import {
  type Clock,
  type IdGenerator,
  isOperationEnd,
  isOrchardError,
  type JsonObject,
  type Logger,
  type Operation,
  type OperationEvent,
  type OperationId,
  type OperationRun,
  type OperationStore,
  type OperationTransition,
  OrchardError,
  operationIdSchema,
  type Plan,
  randomIds,
  type StepReference,
  silentLogger,
  systemClock,
} from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import { isBuiltIn, type Node } from '../board/node.ts';
import { type Decision, decide } from './approval.ts';
import { childRequest, requireShallow } from './child-request.ts';
import { Driver, type DriverEnvironment } from './driver.ts';
import { forkEvents, forkSteps, type RerunScope } from './fork.ts';
import { Heart } from './heart.ts';
import { createHints, type OperationHints } from './hints.ts';
import { Journal } from './journal.ts';
import { newOperation, type StartRequest } from './new-operation.ts';
import { type EventsRequest, readEvents } from './read-events.ts';
import { reopenTransition } from './reopen.ts';
import type { RunnerOptions } from './runner-options.ts';
import { Slots } from './slots.ts';
import { StoreTime } from './store-time.ts';

/** What a rerun repeats. */
export interface RerunRequest {
  readonly operationId: OperationId;
  /** The step to run again. */
  readonly from: string;
  /** Default: the step and all that need it. */
  readonly scope?: RerunScope;
  /** A newer plan of the same tree. Default: the plan that the operation was started with. */
  readonly plan?: Plan;
}

/** Runs trees: durable, resumable, observable. */
export interface Runner {
  /**
   * Stores the operation and starts to work on it in this process.
   *
   * @throws EXECUTOR_NOT_FOUND when a step uses an unregistered executor.
   * @throws IDEMPOTENCY_KEY_REUSED
   * @throws GROUP_BUSY when another operation of its concurrency group is open and the tree says `reject`
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
  /**
   * Starts a new operation that repeats an ended one from a step on; what completed before keeps its outputs.
   *
   * @throws NOT_FOUND when there is no such operation or step; OPERATION_NOT_RESUMABLE while it is still running
   */
  rerun(request: RerunRequest): Promise<Operation>;
  /** Records what a person decided on a step that waits for approval. @throws STEP_NOT_WAITING, FORBIDDEN, NOT_FOUND */
  decide(request: Decision): Promise<void>;
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

const WOKEN = new Error('Woken.');

class LocalRunner implements Runner {
  readonly hints: OperationHints;
  readonly #options: RunnerOptions;
  readonly #store: OperationStore;
  readonly #clock: Clock;
  readonly #ids: IdGenerator;
  readonly #logger: Logger;
  readonly #time: StoreTime;
  readonly #environment: DriverEnvironment;
  readonly #drivers = new Map<OperationId, { readonly driver: Driver; readonly done: Promise<void> }>();
  #closed = false;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#store = options.store ?? createMemoryStorage().operations;
    this.#clock = options.clock ?? systemClock;
    this.#ids = options.ids ?? randomIds;
    this.#logger = options.logger ?? silentLogger;
    this.hints = options.hints ?? createHints();
    this.#time = new StoreTime(this.#clock);
    this.#environment = this.#makeEnvironment();
  }

  async start(request: StartRequest): Promise<Operation> {
    this.#checkExecutors(request.plan);
    return this.#begin(request);
  }

  async cancel({ operationId }: { readonly operationId: OperationId }): Promise<boolean> {
    const at = new Date(this.#time.nowMs).toISOString();
    const asked = await this.#store.requestCancel({ operationId, at });
    if (asked) this.#drive(operationId);
    return asked;
  }

  async resume({ operationId }: { readonly operationId: OperationId }): Promise<void> {
    await this.#commit(operationId, (run) => {
      const { status, plan } = run.operation;
      if (status === 'succeeded')
        throw new OrchardError(
          'OPERATION_NOT_RESUMABLE',
          'The operation has succeeded; there is nothing to resume.',
        );
      if (!isOperationEnd(status)) return undefined;
      this.#checkExecutors(plan);
      return reopenTransition(run, new Date(run.readAt));
    });
    this.#drive(operationId);
  }

  async rerun({ operationId, from, scope = 'downstream', plan }: RerunRequest): Promise<Operation> {
    const earlier = await this.#load(operationId);
    const { operation } = earlier;
    if (!isOperationEnd(operation.status))
      throw new OrchardError(
        'OPERATION_NOT_RESUMABLE',
        'The operation is still running; cancel it first, or wait for its end.',
      );
    const { tenantId, projectId, inputs } = operation;
    const wanted = plan ?? operation.plan;
    this.#checkExecutors(wanted);
    const at = new Date(earlier.readAt).toISOString();
    const id = this.#newId();
    const fresh = newOperation(
      { tenantId, projectId, inputs, plan: wanted },
      { id, at, forkedFrom: { operationId, step: from } },
    );
    const steps = forkSteps({ earlier, plan: wanted, from, scope, at });
    const created = await this.#store.createOperation({
      ...fresh,
      steps,
      events: [...fresh.events, ...forkEvents(steps, at)],
    });
    return this.#admit(created.operation);
  }

  async decide(request: Decision): Promise<void> {
    await this.#commit(request.operationId, (run) => decide(run, request, run.readAt));
    this.#drive(request.operationId);
  }

  async wait(request: {
    readonly operationId: OperationId;
    readonly signal?: AbortSignal;
  }): Promise<Operation> {
    const { operationId, signal } = request;
    while (true) {
      signal?.throwIfAborted();
      const pulse = await this.#store.peek({ operationId });
      if (pulse === undefined) throw new OrchardError('NOT_FOUND', `There is no operation "${operationId}".`);
      if (isOperationEnd(pulse.status)) return (await this.#load(operationId)).operation;
      await this.#mayHaveEnded(operationId, signal);
    }
  }

  async recover(): Promise<void> {
    for (const operationId of await this.#store.listOpenOperations({})) this.#drive(operationId);
  }

  async work({ signal }: { readonly signal: AbortSignal }): Promise<void> {
    while (!signal.aborted && !this.#closed) {
      await this.#takeUpNew();
      await this.#clock.sleep(this.#environment.pollMs, signal).catch(() => undefined);
    }
  }

  events(request: EventsRequest): AsyncGenerator<OperationEvent, void, void> {
    const { pollMs } = this.#environment;
    return readEvents(request, { store: this.#store, clock: this.#clock, hints: this.hints, pollMs });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const drivers = [...this.#drivers.values()];
    for (const { driver } of drivers) driver.stop();
    await Promise.all(drivers.map(({ done }) => done));
    await this.#environment.journal.flush();
    this.#environment.heart.rest();
  }

  /** Resolves when this process's work on it is over; or at the next poll, when other processes do the work. */
  async #mayHaveEnded(operationId: OperationId, signal: AbortSignal | undefined): Promise<void> {
    const woken = new AbortController();
    const aborted = new Promise<void>((resolve) => {
      signal?.addEventListener('abort', () => resolve(), { once: true, signal: woken.signal });
    });
    const work =
      this.#drivers.get(operationId)?.done ??
      this.#clock.sleep(this.#environment.pollMs, woken.signal).catch(() => undefined);
    await Promise.race([work, aborted]);
    woken.abort(WOKEN);
  }

  /** Those that are driven already look after themselves. */
  async #takeUpNew(): Promise<void> {
    try {
      for (const operationId of await this.#store.listOpenOperations({}))
        if (!this.#drivers.has(operationId)) this.#drive(operationId);
    } catch (error) {
      if (!isOrchardError(error) || !error.retryable) throw error;
      this.#logger.warn({ err: error }, 'The store failed; trying again.');
    }
  }

  #newId(): OperationId {
    return operationIdSchema.parse(this.#ids.next('operation'));
  }

  async #begin(request: StartRequest, parent?: StepReference): Promise<Operation> {
    const at = new Date(this.#time.nowMs).toISOString();
    const origin = { id: this.#newId(), at, ...(parent === undefined ? {} : { parent }) };
    const { operation } = await this.#store.createOperation(newOperation(request, origin));
    return this.#admit(operation);
  }

  /** Starts to work on a stored operation, unless its group is busy and it is not to wait. */
  async #admit(operation: Operation): Promise<Operation> {
    if (isOperationEnd(operation.status)) return operation;
    const { concurrency, name } = operation.plan;
    if (operation.status === 'queued' && concurrency?.onConflict === 'reject') {
      const holder = await this.#store.holdGroup({ operationId: operation.id });
      if (holder !== operation.id) {
        await this.cancel({ operationId: operation.id });
        throw new OrchardError(
          'GROUP_BUSY',
          `"${name}" is not started: operation ${holder} of the same group "${operation.concurrencyGroup}" is still open.`,
          { details: { holder, operationId: operation.id } },
        );
      }
    }
    this.#drive(operation.id);
    return operation;
  }

  async #load(operationId: OperationId): Promise<OperationRun> {
    const run = await this.#store.loadRun({ operationId });
    if (run === undefined) throw new OrchardError('NOT_FOUND', `There is no operation "${operationId}".`);
    this.#time.observe(run.readAt);
    return run;
  }

  /** Decides on the newest state, again when another writer was faster. */
  async #commit(
    operationId: OperationId,
    decision: (run: OperationRun) => OperationTransition | undefined,
  ): Promise<void> {
    while (true) {
      const transition = decision(await this.#load(operationId));
      if (transition === undefined) return;
      try {
        await this.#store.commitTransition(transition);
        return this.hints.notify(operationId);
      } catch (error) {
        if (!isOrchardError(error) || error.code !== 'VERSION_CONFLICT') throw error;
      }
    }
  }

  #checkExecutors(plan: Plan): void {
    const { executors } = this.#options;
    const missing = plan.steps.find(({ uses }) => !isBuiltIn(uses) && !Object.hasOwn(executors, uses));
    if (missing === undefined) return;
    const known = Object.keys(executors).join(', ');
    throw new OrchardError(
      'EXECUTOR_NOT_FOUND',
      `Step "${missing.key}" uses "${missing.uses}", which is not registered. Registered: ${known || 'none'}.`,
    );
  }

  async #startChild(parent: Operation, node: Node, parameters: JsonObject): Promise<Operation> {
    await requireShallow(parent, this.#store);
    const request = childRequest({ parent, node, parameters }, this.#options.trees);
    this.#checkExecutors(request.plan);
    return this.#begin(request, { operationId: parent.id, step: node.state.key });
  }

  #drive(operationId: OperationId): void {
    const known = this.#drivers.get(operationId);
    known?.driver.look();
    if (known !== undefined || this.#closed) return;
    const driver = new Driver(operationId, this.#environment);
    const done = driver.run().then(
      () => {
        this.#drivers.delete(operationId);
        if (this.#drivers.size === 0) this.#environment.heart.rest();
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

  #makeEnvironment(): DriverEnvironment {
    const options = this.#options;
    const [store, clock, logger, time] = [this.#store, this.#clock, this.#logger, this.#time];
    const { redactor, leaseMs = 15_000 } = options;
    const wakeAll = (): void => {
      for (const { driver } of this.#drivers.values()) driver.wake();
    };
    return {
      store,
      clock,
      logger,
      time,
      redactor,
      leaseMs,
      hints: this.hints,
      executors: options.executors,
      journal: new Journal({
        store,
        clock,
        redactor,
        nowMs: () => time.nowMs,
        onWritten: (operationIds) => {
          for (const id of operationIds) this.hints.notify(id);
        },
      }),
      heart: new Heart({ store, clock, logger, leaseMs }),
      graceMs: options.graceMs ?? 10_000,
      pollMs: options.pollMs ?? 500,
      worker: this.#ids.next('worker'),
      slots: new Slots(options.slots ?? 8, wakeAll),
      pools: new Set(options.pools ?? ['default']),
      maxTakeovers: options.maxTakeovers ?? 10,
      exclusive: options.exclusive ?? false,
      onEvents: (operationId) => this.hints.notify(operationId),
      startChild: (parent, node, parameters) => this.#startChild(parent, node, parameters),
      cancel: (operationId) => this.cancel({ operationId }),
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
