import { type Operation, type OperationStore, OrchardError } from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import { createRunner } from '../../src/index.ts';
import { tenantId } from '../harness.ts';
import type { Random } from './random.ts';
import type { Script } from './script.ts';
import { type SimulatedProcess, Timeline } from './timeline.ts';

const HOUR = 3_600_000;
const MAX_PROCESSES = 30;
const LIMIT_MS = 100 * HOUR;

/** One attempt as the outside world saw it. */
export interface Execution {
  readonly step: string;
  readonly epoch: number;
  readonly at: number;
}

export interface Outcome {
  readonly operation: Operation | undefined;
  readonly store: OperationStore;
  readonly executions: readonly Execution[];
  readonly processes: number;
}

const never = (): Promise<never> => new Promise(() => {});

/** Processes that run one tree on one store, while they are killed, stopped, cut off and given wrong clocks. */
export class World {
  readonly #random: Random;
  readonly #script: Script;
  readonly #timeline: Timeline;
  readonly #store: OperationStore;
  readonly #executions: Execution[] = [];
  readonly #processes: SimulatedProcess[] = [];
  #operation: Operation | undefined;
  #ended = false;

  constructor(random: Random, script: Script) {
    this.#random = random;
    this.#script = script;
    this.#timeline = new Timeline(random);
    const time: SimulatedProcess = { name: 'store', skewMs: 0, alive: true, frozenUntil: 0 };
    this.#store = createMemoryStorage({ clock: this.#timeline.clockOf(time) }).operations;
  }

  async run(): Promise<Outcome> {
    const start = this.#timeline.now;
    for (let count = 1 + this.#random.below(3); count > 0; count -= 1) this.#spawn();
    this.#watch();
    const { cancelAfterMs } = this.#script;
    if (cancelAfterMs !== undefined)
      this.#timeline.at(start + cancelAfterMs, undefined, () => this.#cancel());
    await this.#timeline.run(() => this.#ended || this.#timeline.now - start > LIMIT_MS);
    for (const process of this.#processes) process.alive = false;
    return {
      operation: this.#operation,
      store: this.#store,
      executions: this.#executions,
      processes: this.#processes.length,
    };
  }

  /** Looks after the processes from outside: the dead are replaced, and somebody sees the end. */
  #watch(): void {
    this.#timeline.at(this.#timeline.now + 1_000, undefined, () => {
      void this.#store.listOperations({ tenantId }).then(([operation]) => {
        this.#ended = operation?.finishedAt != null;
        this.#operation = operation;
      });
      const alive = this.#processes.filter((process) => process.alive).length;
      if (alive === 0 || (this.#random.chance(0.02) && this.#processes.length < MAX_PROCESSES)) this.#spawn();
      this.#watch();
    });
  }

  #cancel(): void {
    const at = new Date(this.#timeline.now).toISOString();
    void this.#store.listOperations({ tenantId }).then(async ([operation]) => {
      if (operation !== undefined) await this.#store.requestCancel({ operationId: operation.id, at });
    });
  }

  #spawn(): void {
    const reliable = this.#processes.length >= MAX_PROCESSES;
    const process: SimulatedProcess = {
      name: `p${this.#processes.length}`,
      skewMs: this.#random.chance(0.3) ? this.#random.below(2 * HOUR) - HOUR : 0,
      alive: true,
      frozenUntil: 0,
    };
    this.#processes.push(process);
    const clock = this.#timeline.clockOf(process);
    const runner = createRunner({
      store: reliable ? this.#store : this.#unreliable(process),
      clock,
      slots: 1 + this.#random.below(4),
      maxTakeovers: 1_000,
      executors: {
        x: { specVersion: 'v1', name: 'x', execute: (...call) => this.#execute(process, ...call) },
      },
    });
    const request = {
      tenantId,
      projectId: null,
      plan: this.#script.plan,
      inputs: {},
      idempotencyKey: 'once',
    };
    void runner.start(request).then(
      () => runner.work({ signal: new AbortController().signal }),
      // It could not be reached: this process gives up, another one will come.
      () => {
        process.alive = false;
      },
    );
  }

  readonly #execute = async (
    process: SimulatedProcess,
    ...[request, context]: Parameters<Parameters<typeof createRunner>[0]['executors'][string]['execute']>
  ) => {
    const { stepId, fencingToken: epoch, attempt } = request;
    this.#executions.push({ step: stepId, epoch, at: this.#timeline.now });
    const clock = this.#timeline.clockOf(process);
    const rounds = this.#random.below(3);
    for (let round = 0; round < rounds; round += 1) {
      context.emit({ type: 'log', level: 'info', message: `${stepId} ${epoch} ${round}` });
      await clock.sleep(this.#random.below(this.#random.chance(0.1) ? 60_000 : 2_000), context.signal);
      if (this.#random.chance(0.2)) await context.beat({ checkpoint: { round } });
    }
    if (attempt <= this.#script.failures(stepId))
      return { status: 'failed', error: { code: 'X', message: 'no' }, retryable: true } as const;
    return { status: 'succeeded', outputs: { epoch } } as const;
  };

  /** A store that answers late, not at all, or after the process has died; and a process that stands still. */
  #unreliable(process: SimulatedProcess): OperationStore {
    const clock = this.#timeline.clockOf(process);
    const risk = async (): Promise<void> => {
      if (this.#random.chance(0.01)) {
        process.alive = false;
        await never();
      }
      if (this.#random.chance(0.01)) process.frozenUntil = this.#timeline.now + this.#random.below(60_000);
      await clock.sleep(this.#random.below(this.#random.chance(0.05) ? 5_000 : 20));
    };
    const lost = (): OrchardError => new OrchardError('STORAGE_UNAVAILABLE', 'The connection was lost.');
    return new Proxy(this.#store, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return async (...args: readonly unknown[]) => {
          await risk();
          if (this.#random.chance(0.02)) throw lost();
          const result: unknown = await value.apply(target, args);
          await risk();
          if (this.#random.chance(0.02)) throw lost();
          return result;
        };
      },
    });
  }
}
