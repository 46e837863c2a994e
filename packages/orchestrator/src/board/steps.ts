import {
  type EventStatus,
  isStepEnd,
  type NewOperationEvent,
  type OperationRun,
  type Plan,
  type StepState,
} from '@orchard-studio/core';
import type { Scope } from '../expression/scope.ts';
import { buildNodes, memberOf } from './build-nodes.ts';
import { asksStatus, type Halt, verdict } from './condition.ts';
import type { Draft } from './draft.ts';
import { hasFailureAbove, isMember, kindOf, type Node } from './node.ts';
import { Queue } from './queue.ts';
import { cancelled, skipped } from './step-state.ts';
import { Tally } from './tally.ts';
import { Timers } from './timers.ts';

/** What the steps need to know of the rest of the board. */
export interface StepsContext {
  readonly plan: Plan;
  readonly isCancelling: () => boolean;
  readonly scopeOf: (node: Node) => Scope;
}

/**
 * The steps of a run as they change: who waits for whom, what may be decided on, what must stop. Every change goes
 * through `set`, which looks only at the neighbours of the step.
 */
export class Steps {
  readonly nodes: Map<string, Node>;
  readonly tally = new Tally();
  readonly timers = new Timers<Node>();
  /** Attempts and sub-trees that must be stopped. */
  readonly stops = new Set<Node>();
  /** Sub-trees that run, or must be started. */
  readonly trees = new Set<Node>();
  /** Steps that some worker ran when the board was made. */
  readonly inherited = new Set<Node>();
  readonly #context: StepsContext;
  /** Steps whose needs have ended, to be decided on. */
  readonly #undecided = new Queue<Node>();
  #halt: Halt | undefined;
  #finallyOpen = false;

  constructor(run: Pick<OperationRun, 'operation' | 'steps'>, context: StepsContext) {
    this.#context = context;
    this.nodes = buildNodes(run);
    for (const node of this.nodes.values()) this.tally.count(node, 1);
    this.tally.settle();
    for (const node of this.nodes.values()) this.#place(node);
    this.#openFinally();
    this.checkHalt();
  }

  /** Why steps that have not run yet are given up, if they are. */
  get halt(): Halt | undefined {
    return this.#halt;
  }

  /** Attempts of the operation at once. */
  get maxParallel(): number {
    return this.#context.plan.maxParallel;
  }

  /** The next step to decide on. Steps come into the line as others end. */
  nextUndecided(): Node | undefined {
    const node = this.#undecided.shift();
    if (node !== undefined) node.queued = false;
    return node;
  }

  /** Whether a step goes on, or is still to run, although the operation is given up. */
  survives(node: Node): boolean {
    if (node.step.finally || this.#halt === undefined) return true;
    if (!asksStatus(node)) return false;
    try {
      return verdict(node, this.#halt, () => this.#context.scopeOf(node)).run;
    } catch {
      return false;
    }
  }

  /** Gives a step a new state, tells the log, and lines up what that makes possible. */
  set(
    draft: Draft,
    node: Node,
    change: {
      readonly state: StepState;
      readonly status: EventStatus;
      readonly event?: Partial<NewOperationEvent>;
    },
  ): void {
    const before = node.state.status;
    const { state, status, event } = change;
    this.tally.count(node, -1);
    node.state = state;
    this.tally.count(node, 1);
    if (node.group !== undefined && isMember(node)) {
      if (before === 'running') node.group.running -= 1;
      if (state.status === 'running') node.group.running += 1;
    }
    this.inherited.delete(node);
    this.#track(node);
    draft.changed(node, status, event);
    if (isStepEnd(state.status)) this.#onEnd(draft, node);
  }

  /** Adds a combination to the step that stands for all of them. */
  addMember(head: Node, state: StepState): void {
    if (head.group === undefined) return;
    const member = memberOf(head.group, state);
    this.nodes.set(state.key, member);
    this.tally.count(member, 1);
  }

  /** Lines a step up to be decided on, when nothing is missing before it. */
  offer(node: Node): void {
    if (node.unmet > 0 || (node.step.finally && !this.#finallyOpen)) return;
    if (isMember(node) && node.group?.head.state.status !== 'waiting') return;
    this.#lineUp(node);
  }

  /** Finds out whether steps that have not run yet are to be given up, and what must be stopped then. */
  checkHalt(): void {
    const halt = this.#haltNow();
    if (halt === undefined) return;
    this.#halt = halt;
    for (const node of this.nodes.values()) {
      const { status } = node.state;
      if (isStepEnd(status) || this.survives(node)) continue;
      if (status === 'running') this.stops.add(node);
      else if (status !== 'waiting') this.offer(node);
      else if (kindOf(node) === 'tree') this.stops.add(node);
      else this.#lineUp(node);
    }
  }

  #haltNow(): Halt | undefined {
    if (this.#context.isCancelling()) return this.#halt?.by === 'cancel' ? undefined : { by: 'cancel' };
    if (!this.#context.plan.failFast || this.#halt !== undefined || this.tally.main.failed === 0)
      return undefined;
    const failed = ({ state, step }: Node): boolean => state.status === 'failed' && !step.continueOnError;
    return { by: 'failure', of: [...this.nodes.values()].find(failed)?.step.key ?? '' };
  }

  /** Puts a step of a loaded run where it belongs. */
  #place(node: Node): void {
    const { status, notBefore } = node.state;
    this.#track(node);
    if (status === 'running') this.inherited.add(node);
    if ((status === 'retrying' || status === 'waiting') && notBefore !== null)
      this.timers.add(Date.parse(notBefore), node);
    if (status === 'pending' || status === 'ready') this.offer(node);
    if (status === 'waiting' && node.group?.head === node && node.group.open === 0) this.#lineUp(node);
  }

  #track(node: Node): void {
    if (node.state.status === 'waiting' && kindOf(node) === 'tree') this.trees.add(node);
    else this.trees.delete(node);
  }

  #lineUp(node: Node): void {
    if (node.queued) return;
    node.queued = true;
    this.#undecided.push(node);
  }

  #onEnd(draft: Draft, node: Node): void {
    const { group } = node;
    if (group !== undefined && isMember(node)) {
      group.open -= 1;
      if (node.state.status === 'failed' && !node.step.continueOnError && node.step.matrix?.failFast === true)
        this.#stopOthers(draft, node);
      if (group.open === 0) this.#lineUp(group.head);
      return;
    }
    for (const dependant of node.dependants) {
      dependant.unmet -= 1;
      if (dependant.unmet > 0) continue;
      dependant.failureAbove = hasFailureAbove(dependant);
      this.offer(dependant);
    }
    this.checkHalt();
    this.#openFinally();
  }

  /** Ends the other combinations of a matrix after one has failed. */
  #stopOthers(draft: Draft, first: Node): void {
    for (const member of first.group?.members ?? []) {
      const { status } = member.state;
      if (status === 'running' || this.trees.has(member)) this.stops.add(member);
      else if (!isStepEnd(status)) this.#giveUp(draft, member, `"${first.state.key}" failed`);
    }
  }

  #giveUp(draft: Draft, node: Node, because: string): void {
    if (node.state.attempt > 0)
      this.set(draft, node, { state: cancelled(node.state, draft.at), status: 'cancelled' });
    else this.set(draft, node, { state: skipped(node.state, because, draft.at), status: 'skipped' });
  }

  #openFinally(): void {
    const { ended, total } = this.tally.main;
    if (this.#finallyOpen || ended < total) return;
    this.#finallyOpen = true;
    for (const node of this.nodes.values())
      if (node.step.finally && (node.state.status === 'pending' || node.state.status === 'ready'))
        this.offer(node);
  }
}
