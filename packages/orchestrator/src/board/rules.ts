import {
  combinationName,
  type ExecutorOutcome,
  isStepEnd,
  type JsonObject,
  newStepState,
} from '@orchard-studio/core';
import { expand } from '../expression/expand.ts';
import type { Scope } from '../expression/scope.ts';
import { combinations } from '../tree/combinations.ts';
import type { Finished, StepOutcome } from './advance.ts';
import { verdict } from './condition.ts';
import type { Draft } from './draft.ts';
import { outcomeOfGroup } from './end.ts';
import { type Group, kindOf, type Node, type StepKind } from './node.ts';
import { expressionFailure } from './scopes.ts';
import { cancelled, failed, retrying, skipped, succeeded, waiting } from './step-state.ts';
import type { Steps } from './steps.ts';
import { waitOf } from './waits.ts';

const MAX_BACKOFF_MS = 3_600_000;

type Failure = Extract<ExecutorOutcome, { status: 'failed' }>;

export interface RulesContext {
  readonly steps: Steps;
  readonly scopeOf: (node: Node, result?: JsonObject) => Scope;
  /** Takes a step that only needs a worker now. */
  readonly onRunnable: (node: Node) => void;
}

/** What becomes of a step: whether it runs, how it starts, and how it ends. One pass over one draft. */
export class Rules {
  readonly #context: RulesContext;
  readonly #draft: Draft;

  constructor(context: RulesContext, draft: Draft) {
    this.#context = context;
    this.#draft = draft;
  }

  get #steps(): Steps {
    return this.#context.steps;
  }

  /** Takes down the end of an attempt, an approval or a sub-tree. */
  finish({ step, epoch, outcome, events = [], shaped = false }: Finished): void {
    const node = this.#steps.nodes.get(step);
    const open = node?.state.status === 'running' || node?.state.status === 'waiting';
    // A late result of an attempt that was taken over: the newer attempt decides.
    if (node === undefined || !open || node.state.epoch !== epoch) return;
    this.#draft.events.push(...events);
    this.#steps.stops.delete(node);
    this.#end(node, shaped ? outcome : this.#withOutputs(node, outcome));
  }

  /** What is to be done with a step whose time has come. */
  due(node: Node): void {
    const { status, notBefore } = node.state;
    if (notBefore === null || Date.parse(notBefore) > this.#draft.nowMs) return;
    if (status === 'retrying') this.#steps.offer(node);
    if (status !== 'waiting') return;
    const kind = kindOf(node);
    if (kind === 'wait') this.#end(node, { status: 'succeeded', outputs: {} });
    else this.#timeOut(node, kind === 'tree');
  }

  #timeOut(node: Node, isTree: boolean): void {
    if (isTree) this.#steps.stops.add(node);
    const message = isTree ? 'The sub-tree did not finish within its time.' : 'Nobody decided in time.';
    this.fail(node, { status: 'failed', error: { code: 'TIMEOUT', message }, retryable: isTree });
  }

  /** Decides on every step that is lined up. One loop carries a failure to the last dependant. */
  decideAll(): void {
    for (let node = this.#steps.nextUndecided(); node !== undefined; node = this.#steps.nextUndecided())
      this.#decide(node);
  }

  /** Ends a failed attempt: with another one to come, or for good. */
  fail(node: Node, { error, retryable }: Failure): void {
    const { step, state } = node;
    const { code, message } = error;
    const { at, nowMs } = this.#draft;
    const wanted = step.retry.on?.includes(code) ?? retryable;
    if (wanted && state.attempt <= step.retry.max && this.#steps.survives(node)) {
      const retryInMs = Math.min(step.retry.backoffMs * 2 ** (state.attempt - 1), MAX_BACKOFF_MS);
      const kept = step.keepCheckpoint ? state : { ...state, checkpoint: null };
      const next = retrying(kept, error, this.#draft.after(retryInMs));
      const event = { message, data: { code, retryInMs } };
      this.#steps.set(this.#draft, node, { state: next, status: 'retrying', event });
      this.#steps.timers.add(nowMs + retryInMs, node);
      return;
    }
    const event = { message, data: { code } };
    this.#draft.events.push({ type: 'error', timestamp: at, step: state.key, phase: step.phase, ...event });
    this.#steps.set(this.#draft, node, { state: failed(state, error, at), status: 'failed', event });
  }

  cancel(node: Node): void {
    const state = cancelled(node.state, this.#draft.at);
    this.#steps.set(this.#draft, node, { state, status: 'cancelled' });
  }

  #skip(node: Node, because: string): void {
    const state = skipped(node.state, because, this.#draft.at);
    const event = { message: `Skipped because ${because}.` };
    this.#steps.set(this.#draft, node, { state, status: 'skipped', event });
  }

  #end(node: Node, outcome: StepOutcome): void {
    if (outcome.status === 'interrupted') this.cancel(node);
    else if (outcome.status === 'failed') this.fail(node, outcome);
    else {
      this.#draft.url = outcome.url ?? this.#draft.url;
      const state = succeeded(node.state, outcome.outputs, this.#draft.at);
      this.#steps.set(this.#draft, node, { state, status: 'complete' });
    }
  }

  /** What the step's `outputs` make of what its executor returned. */
  #withOutputs(node: Node, outcome: StepOutcome): StepOutcome {
    const { outputs } = node.step;
    if (outcome.status !== 'succeeded' || outputs === null) return outcome;
    try {
      return { ...outcome, outputs: expand(outputs, this.#context.scopeOf(node, outcome.outputs)) };
    } catch (error) {
      return expressionFailure(error);
    }
  }

  #decide(node: Node): void {
    const { status } = node.state;
    if (isStepEnd(status) || status === 'running') return;
    const kind = kindOf(node);
    if (kind === 'matrix' && status === 'waiting') this.#endGroup(node);
    else this.#judge(node, kind);
  }

  #judge(node: Node, kind: StepKind): void {
    try {
      const decided = verdict(node, this.#steps.halt, () => this.#context.scopeOf(node));
      // One that was tried before and waits for another try did run: it is not skipped.
      if (!decided.run && (decided.status === 'cancelled' || node.state.attempt > 0)) this.cancel(node);
      else if (!decided.run) this.#skip(node, decided.because);
      else if (node.state.status !== 'waiting') this.#open(node, kind);
    } catch (error) {
      this.fail(node, expressionFailure(error));
    }
  }

  #endGroup({ group }: Node): void {
    if (group !== undefined && group.open === 0) this.#end(group.head, outcomeOfGroup(group));
  }

  /** Starts what a step does, or lines it up for a worker. */
  #open(node: Node, kind: StepKind): void {
    if (kind === 'attempt') this.#context.onRunnable(node);
    else if (kind === 'matrix') this.#expand(node);
    else this.#startWait(node, kind);
  }

  #startWait(node: Node, kind: StepKind): void {
    const { nowMs, at } = this.#draft;
    const { until, message, data } = waitOf(node, kind, { nowMs, scope: this.#context.scopeOf(node) });
    const state = waiting(node.state, { at, until: new Date(until).toISOString() });
    this.#steps.set(this.#draft, node, { state, status: 'waiting', event: { message } });
    this.#steps.timers.add(until, node);
    if (kind !== 'approval') return;
    const { phase } = node.step;
    const asked = { type: 'approval', timestamp: at, step: state.key, phase, status: 'waiting' } as const;
    this.#draft.events.push({ ...asked, message, ...(data === undefined ? {} : { data }) });
  }

  /** Makes the combinations of a matrix, or takes up those that are there. */
  #expand(head: Node): void {
    const { group, step } = head;
    if (group === undefined || step.matrix === null) return;
    if (group.members.length === 0)
      for (const [index, matrix] of combinations(step.matrix, this.#context.scopeOf(head)).entries())
        this.#steps.addMember(head, newStepState({ key: `${step.key}.${index}`, matrix }));
    if (group.members.length === 0) this.#skip(head, 'its matrix is empty');
    else this.#openGroup(group);
  }

  #openGroup(group: Group): void {
    const { head, members } = group;
    const { step } = head;
    const steps = members.map(({ state }) => ({
      key: state.key,
      name: combinationName(step.name, state.matrix ?? {}),
      phase: step.phase,
      weight: step.weight / members.length,
      needs: step.needs,
      ...(step.finally ? { finally: true } : {}),
    }));
    const state = waiting(head.state, { at: this.#draft.at, until: null });
    this.#steps.set(this.#draft, head, { state, status: 'waiting', event: { data: { steps } } });
    for (const member of members) this.#draft.adopt(member);
    for (const member of members) if (!isStepEnd(member.state.status)) this.#steps.offer(member);
    if (group.open === 0) this.#endGroup(head);
  }
}
