import {
  isOperationEnd,
  isOrchardError,
  type Operation,
  type OperationEvent,
  type OperationId,
  type OperationRun,
  type OperationTransition,
  OrchardError,
  operationIdSchema,
  randomIds,
} from '@orchard-studio/core';
import { Admission } from './admission.ts';
import { type Decision, decide } from './approval.ts';
import type { DriverEnvironment } from './driver.ts';
import { Drivers } from './drivers.ts';
import { createEnvironment } from './environment.ts';
import { forkEvents, forkSteps } from './fork.ts';
import type { OperationHints } from './hints.ts';
import { newOperation, type StartRequest } from './new-operation.ts';
import { type EventsRequest, readEvents } from './read-events.ts';
import { reopenTransition } from './reopen.ts';
import type { RerunRequest, Runner, RunnerLoad } from './runner.ts';
import type { RunnerOptions } from './runner-options.ts';

interface WaitRequest {
  readonly operationId: OperationId;
  readonly signal?: AbortSignal;
}

const WOKEN = new Error('Woken.');

class LocalRunner implements Runner {
  readonly #env: DriverEnvironment;
  readonly #drivers: Drivers;
  readonly #admission: Admission;
  readonly #newId: () => OperationId;

  constructor(options: RunnerOptions) {
    const { ids = randomIds, executors, trees } = options;
    this.#newId = () => operationIdSchema.parse(ids.next('operation'));
    this.#env = createEnvironment(options, {
      startChild: (parent, node, parameters) => this.#admission.startChild(parent, node, parameters),
      cancel: (operationId) => this.cancel({ operationId }),
      onSlot: () => this.#drivers.wakeAll(),
    });
    this.#drivers = new Drivers(this.#env);
    this.#admission = new Admission({
      executors,
      trees,
      store: this.#env.store,
      nowMs: () => this.#env.time.nowMs,
      newId: this.#newId,
      drive: (operationId, fresh) => this.#drivers.drive(operationId, fresh),
      cancel: (operationId) => this.cancel({ operationId }),
    });
  }

  get hints(): OperationHints {
    return this.#env.hints;
  }

  async start(request: StartRequest): Promise<Operation> {
    return this.#admission.start(request);
  }

  async cancel({ operationId }: { readonly operationId: OperationId }): Promise<boolean> {
    const at = new Date(this.#env.time.nowMs).toISOString();
    const asked = await this.#env.store.requestCancel({ operationId, at });
    if (asked) this.#drivers.drive(operationId);
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
      this.#admission.checkExecutors(plan);
      return reopenTransition(run, new Date(run.readAt));
    });
    this.#drivers.drive(operationId);
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
    this.#admission.checkExecutors(wanted);
    const at = new Date(earlier.readAt).toISOString();
    const origin = { id: this.#newId(), at, forkedFrom: { operationId, step: from ?? null } };
    const fresh = newOperation({ tenantId, projectId, inputs, plan: wanted }, origin);
    const steps = forkSteps({ earlier, plan: wanted, from, scope, at });
    const events = [...fresh.events, ...forkEvents(steps, at)];
    return this.#admission.admit({ ...fresh, steps, events });
  }

  async decide(request: Decision): Promise<void> {
    await this.#commit(request.operationId, (run) => decide(run, request, run.readAt));
    this.#drivers.drive(request.operationId);
  }

  async wait({ operationId, signal }: WaitRequest): Promise<Operation> {
    while (true) {
      signal?.throwIfAborted();
      const pulse = await this.#env.store.peek({ operationId });
      if (pulse === undefined) throw new OrchardError('NOT_FOUND', `There is no operation "${operationId}".`);
      if (isOperationEnd(pulse.status)) return (await this.#load(operationId)).operation;
      await this.#mayHaveEnded(operationId, signal);
    }
  }

  async recover(): Promise<void> {
    for (const operationId of await this.#env.store.listOpenOperations({})) this.#drivers.drive(operationId);
  }

  async work({ signal }: { readonly signal: AbortSignal }): Promise<void> {
    while (!signal.aborted && !this.#drivers.closed) {
      await this.#drivers.takeUpNew();
      await this.#env.clock.sleep(this.#env.pollMs, signal).catch(() => undefined);
    }
  }

  events(request: EventsRequest): AsyncGenerator<OperationEvent, void, void> {
    return readEvents(request, this.#env);
  }

  load(): RunnerLoad {
    const { slots, time } = this.#env;
    const pools = [...this.#drivers.load().pools].map(([pool, { running, ready, oldestReadyAt }]) => {
      const waitedMs = oldestReadyAt === undefined ? 0 : Math.max(0, time.nowMs - oldestReadyAt);
      return { pool, running, ready, oldestReadySeconds: waitedMs / 1_000 };
    });
    return { slots: { busy: slots.busy, free: slots.free }, pools };
  }

  async close(): Promise<void> {
    await this.#drivers.close();
    await this.#env.journal.end();
    this.#env.heart.rest();
    this.#env.deadlines.rest();
  }

  /** Resolves when this process's work on it is over; or at the next poll, when other processes do the work. */
  async #mayHaveEnded(operationId: OperationId, signal: AbortSignal | undefined): Promise<void> {
    const woken = new AbortController();
    const aborted = new Promise<void>((resolve) => {
      signal?.addEventListener('abort', () => resolve(), { once: true, signal: woken.signal });
    });
    const work =
      this.#drivers.doneWith(operationId) ??
      this.#env.clock.sleep(this.#env.pollMs, woken.signal).catch(() => undefined);
    await Promise.race([work, aborted]);
    woken.abort(WOKEN);
  }

  async #load(operationId: OperationId): Promise<OperationRun> {
    const run = await this.#env.store.loadRun({ operationId });
    if (run === undefined) throw new OrchardError('NOT_FOUND', `There is no operation "${operationId}".`);
    this.#env.time.observe(run.readAt);
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
        await this.#env.store.commitTransition(transition);
        return this.#env.hints.notify(operationId);
      } catch (error) {
        if (!isOrchardError(error) || error.code !== 'VERSION_CONFLICT') throw error;
      }
    }
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
