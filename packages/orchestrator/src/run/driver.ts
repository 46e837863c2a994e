import {
  isOperationEnd,
  isOrchardError,
  type JsonObject,
  type OperationId,
  type OperationRun,
  type StepState,
} from '@orchard-studio/core';
import { Attempt, type AttemptEnvironment, CancelRequest } from './attempt.ts';
import { type Settled, settle } from './settle.ts';
import type { Finished } from './settle-context.ts';
import type { Slots } from './slots.ts';

export interface DriverEnvironment extends AttemptEnvironment {
  readonly worker: string;
  /** Longest wait before the store is asked for what other processes did. */
  readonly pollMs: number;
  readonly slots: Slots;
  readonly maxTakeovers: number;
  /** True when no other process works on this store: every foreign lease is dead. */
  readonly exclusive: boolean;
}

/** Moves one operation on in this process until it ends, or the process lets go of it. */
export class Driver {
  readonly #env: DriverEnvironment;
  readonly #attempts = new Map<string, { readonly attempt: Attempt; readonly epoch: number }>();
  #finished: Finished[] = [];
  #wake: () => void = () => {};
  #woken = false;
  readonly #stop = new AbortController();
  readonly operationId: OperationId;

  constructor(operationId: OperationId, env: DriverEnvironment) {
    this.operationId = operationId;
    this.#env = { ...env, onCancelRequested: () => this.wake() };
  }

  /** Makes the driver look at the store again now. */
  wake(): void {
    this.#woken = true;
    this.#wake();
  }

  /** True when somebody called `wake` since the driver last looked. */
  get woken(): boolean {
    return this.#woken;
  }

  /** Runs until the operation has ended, or `stop` was called. */
  async run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        if ((await this.#step()) === 'ended') return;
      } catch (error) {
        if (!isOrchardError(error) || !error.retryable) {
          this.#abortAll(new Error('The operation was let go.'));
          throw error;
        }
        if (error.code === 'VERSION_CONFLICT') continue;
        this.#env.logger.warn(
          { err: error, operationId: this.operationId },
          'The store failed; trying again.',
        );
        await this.#wait(undefined);
      }
    }
  }

  async #step(): Promise<'ended' | 'open'> {
    this.#woken = false;
    const run = await this.#env.store.loadRun({ operationId: this.operationId });
    if (run === undefined || isOperationEnd(run.operation.status)) return 'ended';
    if (run.operation.cancelRequestedAt !== null) this.#abortAll(new CancelRequest('Cancelled.'));
    const settled = await this.#advance(run);
    for (const state of settled.claimed) this.#launch(settled.run, state);
    if (isOperationEnd(settled.run.operation.status)) return 'ended';
    await this.#wait(settled.nextAt);
    return 'open';
  }

  /** Lets go of the operation: running attempts are aborted and stay open in the ledger for the next process. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error('The runner is closing.'));
    this.#abortAll(new Error('The runner is closing.'));
    this.wake();
  }

  #abortAll(reason: Error): void {
    for (const { attempt } of this.#attempts.values()) attempt.abort(reason);
  }

  /** One transition. @throws VERSION_CONFLICT (retryable) when another writer was faster. */
  async #advance(run: OperationRun): Promise<Settled> {
    const finished = this.#finished;
    const settled = settle(run, {
      now: this.#env.clock.now(),
      worker: this.#env.worker,
      leaseMs: this.#env.leaseMs,
      freeSlots: this.#env.slots.free,
      finished,
      maxTakeovers: this.#env.maxTakeovers,
      isAbandoned: (step) => this.#isAbandoned(step),
    });
    if (settled.transition === undefined) return settled;
    this.#env.slots.take(settled.claimed.length);
    try {
      await this.#env.store.commitTransition(settled.transition);
    } catch (error) {
      this.#env.slots.release(settled.claimed.length);
      throw error;
    }
    // Only now are the results safe; until the commit a failure must offer them again.
    this.#finished = this.#finished.filter((item) => !finished.includes(item));
    this.#env.onEvents();
    return settled;
  }

  #isAbandoned(step: StepState): boolean {
    if (this.#attempts.get(step.key)?.epoch === step.epoch) return false;
    if (this.#finished.some((item) => item.step === step.key && item.epoch === step.epoch)) return false;
    if (this.#env.exclusive || step.worker === this.#env.worker) return true;
    return (step.leaseUntil ?? '') <= this.#env.clock.now().toISOString();
  }

  #launch(run: OperationRun, state: StepState): void {
    const step = run.operation.plan.steps.find(({ key }) => key === state.key);
    if (step === undefined) return;
    const outputs = (key: string): JsonObject => run.steps.find((other) => other.key === key)?.outputs ?? {};
    const needs = Object.fromEntries(step.needs.map((key) => [key, outputs(key)]));
    const attempt = new Attempt({ operation: run.operation, step, state, needs }, this.#env);
    this.#attempts.set(state.key, { attempt, epoch: state.epoch });
    void attempt.run().then((result) => {
      this.#attempts.delete(state.key);
      this.#env.slots.release(1);
      // A closing process leaves its steps to the next one: a stop is not a result.
      const dropped = result.status === 'interrupted' && this.#stop.signal.aborted;
      if (!dropped) this.#finished.push({ step: state.key, epoch: state.epoch, result });
      this.wake();
    });
  }

  async #wait(nextAt: Date | undefined): Promise<void> {
    if (this.#woken) return;
    const now = this.#env.clock.now().getTime();
    const ms = Math.max(
      1,
      Math.min(this.#env.pollMs, nextAt === undefined ? this.#env.pollMs : nextAt.getTime() - now),
    );
    const timer = new AbortController();
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#env.clock.sleep(ms, timer.signal).then(resolve, () => resolve());
    });
    timer.abort(new Error('Woken.'));
  }
}
