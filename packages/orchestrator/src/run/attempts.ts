import type { Executor, ExecutorRequest, JsonObject, StepState } from '@orchard-studio/core';
import type { Finished } from '../board/advance.ts';
import type { Board } from '../board/board.ts';
import type { Node } from '../board/node.ts';
import { expressionFailure } from '../board/scopes.ts';
import { expand } from '../expression/expand.ts';
import { Attempt, type AttemptEnvironment } from './attempt.ts';
import { executorRequest } from './executor-request.ts';
import type { Slots } from './slots.ts';

export interface AttemptsEnvironment extends AttemptEnvironment {
  readonly executors: Readonly<Record<string, Executor>>;
  /** An attempt gives back the slot that was taken for it with its claim. */
  readonly slots: Slots;
  readonly onFinished: (finished: Finished) => void;
}

/** The attempts that one operation runs in this process. */
export class Attempts {
  readonly #env: AttemptsEnvironment;
  readonly #running = new Map<string, { readonly attempt: Attempt; readonly epoch: number }>();

  readonly #ends = new Set<Promise<void>>();

  constructor(env: AttemptsEnvironment) {
    this.#env = env;
  }

  /** Whether this very attempt of the step runs here. */
  has(step: StepState): boolean {
    return this.#running.get(step.key)?.epoch === step.epoch;
  }

  /** Starts the attempt that was claimed for the step. */
  launch(board: Board, node: Node): void {
    const { step, state } = node;
    let request: ExecutorRequest;
    try {
      request = executorRequest(board, node);
    } catch (error) {
      this.#env.slots.release(1);
      this.#env.onFinished({ step: state.key, epoch: state.epoch, outcome: expressionFailure(error) });
      return;
    }
    const { executors } = this.#env;
    const executor = Object.hasOwn(executors, step.uses) ? executors[step.uses] : undefined;
    const shape = (result: JsonObject): JsonObject =>
      step.outputs === null ? result : expand(step.outputs, board.scope(node, result));
    const attempt = new Attempt({ executor, request, step, state, shape }, this.#env);
    const running = { attempt, epoch: state.epoch };
    this.#running.set(state.key, running);
    const end = attempt.run().then((finished) => {
      // Lost to another worker and won back, the step may run here again by now.
      if (this.#running.get(state.key) === running) this.#running.delete(state.key);
      this.#ends.delete(end);
      this.#env.slots.release(1);
      this.#env.onFinished(finished);
    });
    this.#ends.add(end);
  }

  stop(key: string, reason: Error): void {
    this.#running.get(key)?.attempt.stop(reason);
  }

  stopAll(reason: Error): void {
    for (const { attempt } of this.#running.values()) attempt.stop(reason);
  }

  /** Resolves when all have ended. */
  async ended(): Promise<void> {
    await Promise.all(this.#ends);
  }
}
