import {
  isOrchardError,
  type Logger,
  type OperationId,
  type OperationRun,
  type OperationStore,
  type StepState,
} from '@orchard-studio/core';
import type { AdvanceContext, Finished } from '../board/advance.ts';
import { Board } from '../board/board.ts';
import type { Load } from '../board/load.ts';
import { kindOf } from '../board/node.ts';
import { Alarm } from './alarm.ts';
import { Attempts, type AttemptsEnvironment } from './attempts.ts';
import { loadBoard } from './load-board.ts';
import type { StoreTime } from './store-time.ts';
import { SubTrees, type SubTreesEnvironment } from './sub-trees.ts';

export interface DriverEnvironment
  extends Omit<AttemptsEnvironment, 'onCancelRequested' | 'onFinished'>,
    Omit<SubTreesEnvironment, 'onHint'> {
  readonly store: OperationStore;
  readonly logger: Logger;
  readonly time: StoreTime;
  readonly worker: string;
  readonly leaseMs: number;
  /** Longest wait before the store is asked for what other processes did. */
  readonly pollMs: number;
  readonly pools: ReadonlySet<string>;
  readonly maxTakeovers: number;
  /** True when no other process works on this store: every foreign lease is dead. */
  readonly exclusive: boolean;
  /** Called after events of the operation were written, to wake readers. */
  readonly onEvents: (operationId: OperationId) => void;
}

/** An operation as it was stored, with its steps. */
export type FreshOperation = Pick<OperationRun, 'operation' | 'steps'>;

const STOPPED = new Error('The operation was cancelled, or another step failed.');
const CLOSING = new Error('The runner is closing.');
const LET_GO = new Error('The operation was let go.');

/** Moves one operation on in this process until it ends, or the process lets go of it. */
export class Driver {
  readonly operationId: OperationId;
  readonly #env: DriverEnvironment;
  readonly #subTrees: SubTrees;
  readonly #attempts: Attempts;
  readonly #closing = new AbortController();
  /** The operation as this process knows it. Undefined: it must be read from the ledger. */
  #board: Board | undefined;
  #finished: Finished[] = [];
  readonly #alarm: Alarm;
  /** Whether somebody else may have changed the operation. */
  #mustLook = false;
  #holdsGroup = false;

  /** @param fresh - the operation when it was made just now: it need not be read */
  constructor(operationId: OperationId, env: DriverEnvironment, fresh?: FreshOperation) {
    this.operationId = operationId;
    if (fresh !== undefined) this.#board = new Board(fresh);
    this.#env = env;
    this.#alarm = new Alarm(env.deadlines);
    this.#attempts = new Attempts({
      ...env,
      onCancelRequested: () => this.look(),
      onFinished: (finished) => this.#onFinished(finished),
    });
    this.#subTrees = new SubTrees({ ...env, onHint: () => this.look() });
  }

  /** Makes the driver go on now, with what it knows. */
  wake(): void {
    this.#alarm.ring();
  }

  /** Makes the driver ask the store what has changed. */
  look(): void {
    this.#mustLook = true;
    this.wake();
  }

  /** Adds what the operation's steps do. */
  addLoad(load: Load): void {
    this.#board?.addLoad(load);
  }

  /** True when somebody called `wake` since the driver last went on. */
  get woken(): boolean {
    return this.#alarm.rung;
  }

  /** Runs until the operation has ended, or `stop` was called. */
  async run(): Promise<void> {
    try {
      while (!this.#closing.signal.aborted) if (await this.#tryCycle()) return;
    } finally {
      this.#subTrees.close();
      this.#env.slots.urge(this, false);
      // Attempts that still run were lost to another process, which has ended the operation; or they are let go.
      this.#attempts.stopAll(LET_GO);
    }
  }

  /** Lets go of the operation: running attempts are stopped and stay open in the ledger for the next process. */
  stop(): void {
    this.#closing.abort(CLOSING);
    this.#attempts.stopAll(CLOSING);
    this.wake();
  }

  /** Resolves when the executors of all attempts have stopped, or have had the time for it. */
  async idle(): Promise<void> {
    await this.#attempts.ended();
  }

  /** @returns whether the operation has ended */
  async #tryCycle(): Promise<boolean> {
    try {
      return await this.#cycle();
    } catch (error) {
      // What was decided may or may not have been committed: only the ledger knows.
      this.#board = undefined;
      if (!isOrchardError(error) || !error.retryable) throw error;
      if (error.code === 'VERSION_CONFLICT') return false;
      this.#env.logger.warn({ err: error, operationId: this.operationId }, 'The store failed; trying again.');
      this.#alarm.reset();
      await this.#wait(undefined);
      return false;
    }
  }

  async #cycle(): Promise<boolean> {
    this.#alarm.reset();
    const board = await this.#current();
    if (board === undefined || board.ended) return true;
    if (!(await this.#mayRun(board))) {
      await this.#wait(undefined);
      return false;
    }
    if (board.trees.size > 0) this.#finished.push(...(await this.#subTrees.attend(board)));
    const { claimed, nextAt, needsSlot, ended } = await this.#advance(board);
    this.#env.slots.urge(this, needsSlot);
    for (const node of claimed) this.#attempts.launch(board, node);
    await this.#stopWhatMust(board);
    if (ended) return true;
    // A sub-tree that has just come up starts with the next look, not with the next poll.
    if (!this.#subTrees.hasStarted(board)) return false;
    await this.#wait(nextAt);
    return false;
  }

  /** The board, as new as it must be. */
  async #current(): Promise<Board | undefined> {
    const look = this.#mustLook;
    this.#mustLook = false;
    if (this.#board !== undefined && look) {
      const pulse = await this.#env.store.peek({ operationId: this.operationId });
      if (pulse === undefined) return undefined;
      this.#env.time.observe(pulse.readAt);
      if (pulse.version !== this.#board.operation.version) this.#board = undefined;
      else if (pulse.cancelRequestedAt !== null) this.#board.requestCancel(pulse.cancelRequestedAt);
    }
    this.#board ??= await loadBoard(this.operationId, this.#env);
    return this.#board;
  }

  /** Operations of one concurrency group run one at a time; one that is being cancelled needs no turn. */
  async #mayRun({ operation }: Board): Promise<boolean> {
    if (operation.concurrencyGroup === null || this.#holdsGroup) return true;
    if (operation.cancelRequestedAt !== null) return true;
    const holder = await this.#env.store.holdGroup({ operationId: operation.id });
    this.#holdsGroup = holder === operation.id;
    if (!this.#holdsGroup && operation.plan.concurrency?.onConflict === 'cancel-running')
      await this.#env.cancel(holder);
    return this.#holdsGroup;
  }

  /** One transition. @throws VERSION_CONFLICT (retryable) when another writer was faster. */
  async #advance(board: Board) {
    const finished = this.#finished;
    const advance = board.advance(this.#context(finished));
    if (advance.transition === undefined) {
      this.#finished = this.#finished.filter((item) => !finished.includes(item));
      return advance;
    }
    const { slots, store, time, metrics } = this.#env;
    slots.take(advance.claimed.length);
    try {
      const committed = await store.commitTransition(advance.transition);
      time.observe(committed.committedAt);
      board.committed(committed);
      const taken = advance.transition.expired?.length ?? 0;
      if (taken > 0) metrics.add('orchard_lease_expired_total', taken);
    } catch (error) {
      slots.release(advance.claimed.length);
      throw error;
    }
    // Only now are the results safe; until the commit a failure must offer them again.
    this.#finished =
      this.#finished === finished ? [] : this.#finished.filter((item) => !finished.includes(item));
    this.#env.onEvents(this.operationId);
    return advance;
  }

  #context(finished: readonly Finished[]): AdvanceContext {
    const { time, worker, leaseMs, slots, pools, maxTakeovers, exclusive } = this.#env;
    return {
      nowMs: time.nowMs,
      worker,
      leaseMs,
      freeSlots: slots.free,
      newSlots: slots.freeFor(this),
      pools,
      finished,
      maxTakeovers,
      exclusive,
      isAbandoned: (step) => this.#isAbandoned(step),
    };
  }

  #isAbandoned(step: StepState): boolean {
    if (this.#attempts.has(step)) return false;
    if (this.#finished.some((item) => item.step === step.key && item.epoch === step.epoch)) return false;
    if (this.#env.exclusive || step.worker === this.#env.worker) return true;
    return step.leaseUntil === null || Date.parse(step.leaseUntil) <= this.#env.time.nowMs;
  }

  #onFinished(finished: Finished): void {
    // A closing process leaves its steps to the next one: a stop is not a result.
    const dropped = finished.outcome.status === 'interrupted' && this.#closing.signal.aborted;
    if (!dropped) this.#finished = [...this.#finished, finished];
    this.wake();
  }

  async #stopWhatMust(board: Board): Promise<void> {
    for (const node of board.takeStops()) {
      if (kindOf(node) === 'tree') await this.#subTrees.stop(node);
      else this.#attempts.stop(node.state.key, STOPPED);
    }
  }

  async #wait(nextAt: number | undefined): Promise<void> {
    const { pollMs, time } = this.#env;
    const ms = Math.max(1, Math.min(pollMs, nextAt === undefined ? pollMs : nextAt - time.nowMs));
    if (await this.#alarm.sleep(ms)) this.#mustLook = true;
  }
}
