import {
  isOperationEnd,
  isOrchardError,
  type JsonObject,
  type Operation,
  type OperationId,
  type OperationStore,
} from '@orchard-studio/core';
import type { Finished, StepOutcome } from '../board/advance.ts';
import type { Board } from '../board/board.ts';
import type { Node } from '../board/node.ts';
import { expand } from '../expression/expand.ts';
import type { OperationHints } from './hints.ts';

export interface SubTreesEnvironment {
  readonly store: OperationStore;
  readonly hints: OperationHints;
  /** Starts the sub-tree of a step, or finds the one that was started before. */
  readonly startChild: (parent: Operation, node: Node, parameters: JsonObject) => Promise<Operation>;
  readonly cancel: (operationId: OperationId) => Promise<unknown>;
  /** Called when a sub-tree may have ended. */
  readonly onHint: () => void;
}

interface Child {
  readonly epoch: number;
  readonly operationId: OperationId;
  readonly unsubscribe: () => void;
}

/** The operations that run as steps of one operation. */
export class SubTrees {
  readonly #env: SubTreesEnvironment;
  readonly #children = new Map<string, Child>();

  constructor(env: SubTreesEnvironment) {
    this.#env = env;
  }

  /** Starts those that are not running yet. @returns the steps that ended: sub-trees over, or impossible to start */
  async attend(board: Board): Promise<readonly Finished[]> {
    const finished: Finished[] = [];
    for (const node of board.trees) {
      const outcome = await this.#attendOne(board, node);
      if (outcome === undefined) continue;
      this.#forget(node.state.key);
      finished.push({ step: node.state.key, epoch: node.state.epoch, outcome });
    }
    return finished;
  }

  /** Whether every sub-tree of the board was started, or found started. */
  hasStarted(board: Board): boolean {
    for (const { state } of board.trees)
      if (this.#children.get(state.key)?.epoch !== state.epoch) return false;
    return true;
  }

  /** Asks the sub-tree of a step to stop; the step ends with it. */
  async stop(node: Node): Promise<void> {
    const known = this.#children.get(node.state.key);
    if (known !== undefined) await this.#env.cancel(known.operationId);
  }

  close(): void {
    for (const key of [...this.#children.keys()]) this.#forget(key);
  }

  async #attendOne(board: Board, node: Node): Promise<StepOutcome | undefined> {
    try {
      const operationId = await this.#childOf(board, node);
      const pulse = await this.#env.store.peek({ operationId });
      if (pulse === undefined || !isOperationEnd(pulse.status)) return undefined;
      const child = await this.#env.store.getOperation({ tenantId: board.operation.tenantId, operationId });
      return child === undefined ? undefined : outcomeOf(child);
    } catch (error) {
      if (!isOrchardError(error) || error.retryable) throw error;
      const { code, message } = error;
      return { status: 'failed', error: { code, message }, retryable: false };
    }
  }

  async #childOf(board: Board, node: Node): Promise<OperationId> {
    const { key, epoch } = node.state;
    const known = this.#children.get(key);
    if (known?.epoch === epoch) return known.operationId;
    this.#forget(key);
    const parameters = expand(node.step.with, board.scope(node));
    const { id } = await this.#env.startChild(board.operation, node, parameters);
    const unsubscribe = this.#env.hints.subscribe(id, this.#env.onHint);
    this.#children.set(key, { epoch, operationId: id, unsubscribe });
    return id;
  }

  #forget(key: string): void {
    this.#children.get(key)?.unsubscribe();
    this.#children.delete(key);
  }
}

function outcomeOf({ id, status, outputs, tree }: Operation): StepOutcome {
  if (status === 'cancelled') return { status: 'interrupted' };
  if (status === 'succeeded') {
    const made: JsonObject = outputs ?? {};
    return { status: 'succeeded', outputs: { ...made, operationId: id } };
  }
  const message = `The sub-tree "${tree}" failed (operation ${id}).`;
  return { status: 'failed', error: { code: 'STEP_FAILED', message }, retryable: true };
}
