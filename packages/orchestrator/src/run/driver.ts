import {
  type Executor,
  type ExecutorRequest,
  isOrchardError,
  type JsonObject,
  type Logger,
  type OperationId,
  type OperationRun,
  type OperationStore,
  planSchema,
  type StepState,
} from '@orchard-studio/core';
import type { AdvanceContext, Finished } from '../board/advance.ts';
import { Board } from '../board/board.ts';
import { kindOf, type Node } from '../board/node.ts';
import { expressionFailure } from '../board/scopes.ts';
import { expand } from '../expression/expand.ts';
import { Attempt, type AttemptEnvironment } from './attempt.ts';
import type { Slots } from './slots.ts';
import type { StoreTime } from './store-time.ts';
import { SubTrees, type SubTreesEnvironment } from './sub-trees.ts';

export interface DriverEnvironment
  extends Omit<AttemptEnvironment, 'onCancelRequested'>,
    Omit<SubTreesEnvironment, 'onHint'> {
  readonly store: OperationStore;
  readonly executors: Readonly<Record<string, Executor>>;
  readonly logger: Logger;
  readonly time: StoreTime;
  readonly worker: string;
  readonly leaseMs: number;
  /** Longest wait before the store is asked for what other processes did. */
  readonly pollMs: number;
  readonly slots: Slots;
  readonly pools: ReadonlySet<string>;
  readonly maxTakeovers: number;
  /** True when no other process works on this store: every foreign lease is dead. */
  readonly exclusive: boolean;
  /** Called after events of the operation were written, to wake readers. */
  readonly onEvents: (operationId: OperationId) => void;
}

const STOPPED = new Error('The operation was cancelled, or another step failed.');
const CLOSING = new Error('The runner is closing.');
const LET_GO = new Error('The operation was let go.');

/** Moves one operation on in this process until it ends, or the process lets go of it. */
export class Driver {
  readonly operationId: OperationId;
  readonly #env: DriverEnvironment;
  readonly #subTrees: SubTrees;
  readonly #attempts = new Map<string, { readonly attempt: Attempt; readonly epoch: number }>();
  readonly #closing = new AbortController();
  /** The operation as this process knows it. Undefined: it must be read from the ledger. */
  #board: Board | undefined;
  #finished: Finished[] = [];
  #wake: () => void = () => {};
  #woken = false;
  /** Whether somebody else may have changed the operation. */
  #mustLook = false;
  #holdsGroup = false;

  constructor(operationId: OperationId, env: DriverEnvironment) {
    this.operationId = operationId;
    this.#env = env;
    this.#subTrees = new SubTrees({ ...env, onHint: () => this.look() });
  }

  /** Makes the driver go on now, with what it knows. */
  wake(): void {
    this.#woken = true;
    this.#wake();
  }

  /** Makes the driver ask the store what has changed. */
  look(): void {
    this.#mustLook = true;
    this.wake();
  }

  /** True when somebody called `wake` since the driver last went on. */
  get woken(): boolean {
    return this.#woken;
  }

  /** Runs until the operation has ended, or `stop` was called. */
  async run(): Promise<void> {
    try {
      while (!this.#closing.signal.aborted) if (await this.#tryCycle()) return;
    } finally {
      this.#subTrees.close();
    }
  }

  /** Lets go of the operation: running attempts are stopped and stay open in the ledger for the next process. */
  stop(): void {
    this.#closing.abort(CLOSING);
    this.#stopAll(CLOSING);
    this.wake();
  }

  /** @returns whether the operation has ended */
  async #tryCycle(): Promise<boolean> {
    try {
      return await this.#cycle();
    } catch (error) {
      // What was decided may or may not have been committed: only the ledger knows.
      this.#board = undefined;
      if (!isOrchardError(error) || !error.retryable) {
        this.#stopAll(LET_GO);
        throw error;
      }
      if (error.code === 'VERSION_CONFLICT') return false;
      this.#env.logger.warn({ err: error, operationId: this.operationId }, 'The store failed; trying again.');
      this.#woken = false;
      await this.#wait(undefined);
      return false;
    }
  }

  async #cycle(): Promise<boolean> {
    this.#woken = false;
    const board = await this.#current();
    if (board === undefined || board.ended) return true;
    if (!(await this.#mayRun(board))) {
      await this.#wait(undefined);
      return false;
    }
    if (board.trees.size > 0) this.#finished.push(...(await this.#subTrees.attend(board)));
    const { claimed, nextAt, ended } = await this.#advance(board);
    for (const node of claimed) this.#launch(board, node);
    await this.#stopWhatMust(board);
    if (ended) return true;
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
    this.#board ??= await this.#load();
    return this.#board;
  }

  async #load(): Promise<Board | undefined> {
    const run = await this.#env.store.loadRun({ operationId: this.operationId });
    if (run === undefined) return undefined;
    this.#env.time.observe(run.readAt);
    return new Board(withWholePlan(run));
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
    const { slots, store, time } = this.#env;
    slots.take(advance.claimed.length);
    try {
      const committed = await store.commitTransition(advance.transition);
      time.observe(committed.committedAt);
      board.committed(committed);
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
      pools,
      finished,
      maxTakeovers,
      exclusive,
      isAbandoned: (step) => this.#isAbandoned(step),
    };
  }

  #isAbandoned(step: StepState): boolean {
    if (this.#attempts.get(step.key)?.epoch === step.epoch) return false;
    if (this.#finished.some((item) => item.step === step.key && item.epoch === step.epoch)) return false;
    if (this.#env.exclusive || step.worker === this.#env.worker) return true;
    return step.leaseUntil === null || Date.parse(step.leaseUntil) <= this.#env.time.nowMs;
  }

  #launch(board: Board, node: Node): void {
    const { step, state } = node;
    let request: ExecutorRequest;
    try {
      request = requestOf(board, node);
    } catch (error) {
      this.#env.slots.release(1);
      this.#onFinished({ step: state.key, epoch: state.epoch, outcome: expressionFailure(error) });
      return;
    }
    const executor = Object.hasOwn(this.#env.executors, step.uses)
      ? this.#env.executors[step.uses]
      : undefined;
    const attempt = new Attempt(
      { executor, request, step, state },
      { ...this.#env, onCancelRequested: () => this.look() },
    );
    this.#attempts.set(state.key, { attempt, epoch: state.epoch });
    void attempt.run().then((finished) => {
      this.#attempts.delete(state.key);
      this.#env.slots.release(1);
      // A closing process leaves its steps to the next one: a stop is not a result.
      const dropped = finished.outcome.status === 'interrupted' && this.#closing.signal.aborted;
      if (dropped) this.wake();
      else this.#onFinished(finished);
    });
  }

  #onFinished(finished: Finished): void {
    this.#finished = [...this.#finished, finished];
    this.wake();
  }

  async #stopWhatMust(board: Board): Promise<void> {
    for (const node of board.takeStops()) {
      if (kindOf(node) === 'tree') await this.#subTrees.stop(node);
      else this.#attempts.get(node.state.key)?.attempt.stop(STOPPED);
    }
  }

  #stopAll(reason: Error): void {
    for (const { attempt } of this.#attempts.values()) attempt.stop(reason);
  }

  async #wait(nextAt: number | undefined): Promise<void> {
    if (this.#woken) return;
    const { pollMs, time, clock } = this.#env;
    const ms = Math.max(1, Math.min(pollMs, nextAt === undefined ? pollMs : nextAt - time.nowMs));
    const timer = new AbortController();
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      clock.sleep(ms, timer.signal).then(
        () => {
          this.#mustLook = true;
          resolve();
        },
        () => resolve(),
      );
    });
    timer.abort(CLOSING);
  }
}

/** Plans of earlier versions lack what has been added since. */
function withWholePlan({ operation, ...rest }: OperationRun): OperationRun {
  return { ...rest, operation: { ...operation, plan: planSchema.parse(operation.plan) } };
}

/** @throws EXPRESSION_INVALID */
function requestOf(board: Board, node: Node): ExecutorRequest {
  const { step, state } = node;
  const { operation } = board;
  const { id, tenantId, projectId, tree, inputs } = operation;
  const scope = board.scope(node);
  const outputs = (need: Node): JsonObject => need.state.outputs ?? {};
  return {
    operation: { id, tenantId, projectId, tree, inputs },
    step: {
      ...step,
      with: expand(step.with, scope),
      env: { ...scope.env },
    },
    stepId: state.key,
    matrix: state.matrix,
    attempt: state.attempt,
    needs: Object.fromEntries(node.needs.map((need) => [need.step.key, outputs(need)])),
    idempotencyKey: `${id}/${state.key}`,
    fencingToken: state.epoch,
    checkpoint: state.checkpoint,
  };
}
