import {
  isOperationEnd,
  isStepEnd,
  type JsonObject,
  type Operation,
  type OperationRun,
  type OperationStatus,
  type OperationTransition,
  type StepError,
} from '@orchard-studio/core';
import { expand } from '../expression/expand.ts';
import type { Scope } from '../expression/scope.ts';
import type { Advance, AdvanceContext } from './advance.ts';
import { Claims } from './claims.ts';
import { Draft } from './draft.ts';
import { endEvents, type OperationEnd } from './end.ts';
import type { Load } from './load.ts';
import type { Node } from './node.ts';
import { Rules } from './rules.ts';
import { expressionFailure, operationScope, scopeOf } from './scopes.ts';
import { Steps } from './steps.ts';

/**
 * Where one operation stands, and the rules by which it moves on: results, retries, skips, waits, cancel, takeovers and
 * claims. It looks only at what changes, so that a step costs the same in a large tree as in a small one.
 *
 * `advance` changes the board as if its transition were committed. When it was not, throw the board away and make one
 * from the ledger.
 */
export class Board {
  #operation: Operation;
  readonly #steps: Steps;
  readonly #claims: Claims;

  constructor(run: Pick<OperationRun, 'operation' | 'steps'>) {
    this.#operation = run.operation;
    this.#steps = new Steps(run, {
      plan: run.operation.plan,
      isCancelling: () => this.#cancelling,
      scopeOf: (node) => this.scope(node),
    });
    this.#claims = new Claims(this.#steps);
  }

  get operation(): Operation {
    return this.#operation;
  }

  get ended(): boolean {
    return isOperationEnd(this.#operation.status);
  }

  /** Sub-trees that run, or must be started. */
  get trees(): ReadonlySet<Node> {
    return this.#steps.trees;
  }

  /** Steps whose attempts, or sub-trees, must be stopped. Each is told once. */
  takeStops(): readonly Node[] {
    const stops = [...this.#steps.stops];
    this.#steps.stops.clear();
    return stops;
  }

  node(stepId: string): Node | undefined {
    return this.#steps.nodes.get(stepId);
  }

  /** How many steps run and wait for a worker, by pool. Looks at every step. */
  addLoad(load: Load): void {
    for (const { state, step } of this.#steps.nodes.values())
      if (state.status === 'running') load.running(step.pool);
    for (const { step, state, readyAt } of this.#claims.waiting())
      if (!isStepEnd(state.status)) load.ready(step.pool, readyAt);
  }

  /** What the expressions of a step see now. */
  scope(node: Node, result?: JsonObject): Scope {
    const around = {
      operation: this.#operation,
      nodes: this.#steps.nodes,
      mainFailed: this.#steps.tally.main.failed > 0,
      cancelling: this.#cancelling,
    };
    return scopeOf(node, around, result);
  }

  /** Takes down that somebody asked for a cancel. */
  requestCancel(at: string): void {
    if (this.#cancelling || this.ended) return;
    this.#operation = { ...this.#operation, cancelRequestedAt: at };
    this.#steps.checkHalt();
  }

  /** Takes down what the commit of the last transition gave. */
  committed({ version, lastSeq }: { readonly version: number; readonly lastSeq: number }): void {
    this.#operation = { ...this.#operation, version, lastSeq };
  }

  /** Decides the next transition: all that can be decided now, in one commit. */
  advance(context: AdvanceContext): Advance {
    if (this.ended)
      return { transition: undefined, claimed: [], nextAt: undefined, needsSlot: false, ended: true };
    const draft = new Draft(context.nowMs);
    const before = this.#operation;
    if (this.#cancelling && before.status !== 'cancelling')
      draft.events.push({
        type: 'cancel',
        timestamp: draft.at,
        status: 'in_progress',
        message: 'Cancelling.',
      });
    this.#move(draft, context);
    this.#moveOperation(draft);
    const transition = this.#transition(draft, before, context);
    const next = [this.#claims.nextLease(context.worker), this.#steps.timers.nextAt];
    const times = next.filter((at) => at !== undefined);
    const nextAt = times.length === 0 ? undefined : Math.min(...times);
    const { claims: claimed, needsSlot } = draft;
    return { transition, claimed, nextAt, needsSlot, ended: this.ended };
  }

  get #cancelling(): boolean {
    return this.#operation.cancelRequestedAt !== null;
  }

  #move(draft: Draft, context: AdvanceContext): void {
    const rules = new Rules(
      {
        steps: this.#steps,
        scopeOf: (node, result) => this.scope(node, result),
        onRunnable: (node) => this.#claims.add(node, draft.nowMs),
      },
      draft,
    );
    for (const finished of context.finished) rules.finish(finished);
    for (const node of this.#steps.timers.due(context.nowMs)) rules.due(node);
    rules.decideAll();
    this.#claims.claim(draft, rules, context);
    // A claim may have been refused for good; what needs that step is decided in the same commit.
    rules.decideAll();
  }

  #statusNow(draft: Draft): OperationStatus {
    const { all, running } = this.#steps.tally;
    if (all.ended === all.total) {
      if (all.failed > 0) return 'failed';
      return all.cancelled > 0 ? 'cancelled' : 'succeeded';
    }
    if (this.#cancelling) return 'cancelling';
    if (running > 0) return 'running';
    return this.#operation.startedAt === null && draft.empty ? 'queued' : 'waiting';
  }

  #moveOperation(draft: Draft): void {
    const status = this.#statusNow(draft);
    const startedAt = this.#operation.startedAt ?? (status === 'queued' ? null : draft.at);
    if (status === this.#operation.status && startedAt === this.#operation.startedAt) return;
    this.#operation = { ...this.#operation, status, startedAt };
    if (status === 'succeeded' || status === 'failed' || status === 'cancelled') this.#end(draft, status);
  }

  #end(draft: Draft, reached: OperationEnd): void {
    let [status, error] = [reached, this.#firstError()];
    let outputs: JsonObject | null = null;
    try {
      if (status === 'succeeded') outputs = this.#outputs();
    } catch (thrown) {
      status = 'failed';
      error = expressionFailure(thrown).error;
    }
    const { at, url } = draft;
    this.#operation = { ...this.#operation, status, finishedAt: at, outputs };
    draft.events.push(...this.#steps.tally.phaseEvents(at), ...endEvents({ status, at, error, url }));
  }

  /** @throws EXPRESSION_INVALID */
  #outputs(): JsonObject {
    return expand(this.#operation.plan.outputs, operationScope(this.#operation, this.#steps.nodes));
  }

  #firstError(): StepError | undefined {
    for (const { state, step } of this.#steps.nodes.values())
      if (state.status === 'failed' && !step.continueOnError && state.error !== null) return state.error;
    return undefined;
  }

  #transition(draft: Draft, before: Operation, context: AdvanceContext): OperationTransition | undefined {
    const { status, startedAt, finishedAt, outputs } = this.#operation;
    if (draft.empty && status === before.status && startedAt === before.startedAt) return undefined;
    return {
      operationId: before.id,
      ifVersion: before.version,
      operation: {
        ...(status === before.status ? {} : { status }),
        ...(startedAt === before.startedAt ? {} : { startedAt }),
        ...(finishedAt === before.finishedAt ? {} : { finishedAt }),
        ...(outputs === before.outputs ? {} : { outputs }),
      },
      steps: draft.steps,
      leaseMs: context.leaseMs,
      expired: draft.takeovers,
      events: [...draft.events, ...this.#steps.tally.phaseEvents(draft.at)],
    };
  }
}
