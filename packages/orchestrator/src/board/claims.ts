import type { AdvanceContext } from './advance.ts';
import type { Draft } from './draft.ts';
import type { Node } from './node.ts';
import { Queue } from './queue.ts';
import type { Rules } from './rules.ts';
import { claimed } from './step-state.ts';
import type { Steps } from './steps.ts';

/** Steps that only need a worker, and how they get one. */
export class Claims {
  readonly #steps: Steps;
  /** In the order they became free. */
  readonly #free = new Queue<Node>();
  /** Free, but their matrix runs as many as it may, or they are for other workers. */
  #held: Node[] = [];

  constructor(steps: Steps) {
    this.#steps = steps;
  }

  add(node: Node, nowMs: number): void {
    node.readyAt = nowMs;
    this.#free.push(node);
  }

  /** The steps that wait for a worker. */
  *waiting(): IterableIterator<Node> {
    yield* this.#held;
    yield* this.#free;
  }

  /** Claims what this worker has slots for; steps of silent workers first. */
  claim(draft: Draft, rules: Rules, context: AdvanceContext): void {
    this.#takeOver(draft, rules, context);
    const held = this.#held;
    this.#held = [];
    for (const node of held) this.#tryClaim(draft, node, context);
    while (this.#free.size > 0 && this.#hasRoom(draft, context)) {
      const node = this.#free.shift();
      if (node !== undefined) this.#tryClaim(draft, node, context);
    }
  }

  /** When the first lease of another worker is over. */
  nextLease(worker: string): number | undefined {
    let next: number | undefined;
    for (const { state } of this.#steps.inherited) {
      if (state.worker === worker || state.leaseUntil === null) continue;
      const at = Date.parse(state.leaseUntil);
      if (next === undefined || at < next) next = at;
    }
    return next;
  }

  #hasRoom(draft: Draft, { newSlots }: AdvanceContext): boolean {
    return draft.claims.length < newSlots && this.#steps.tally.running < this.#steps.maxParallel;
  }

  #takeOver(draft: Draft, rules: Rules, context: AdvanceContext): void {
    for (const node of [...this.#steps.inherited]) {
      const { state, step } = node;
      if (!context.isAbandoned(state)) continue;
      const { maxTakeovers } = context;
      const foreign = state.worker !== context.worker && !context.exclusive;
      const noSlot = draft.claims.length >= context.freeSlots;
      const full = noSlot || !context.pools.has(step.pool);
      const given = !this.#steps.survives(node);
      // What an attempt saved may be all that can clean up after it: then it is taken over, to be stopped at once.
      const mustClean = given && state.checkpoint !== null;
      if ((!given || mustClean) && full && state.takeovers < maxTakeovers) {
        draft.needsSlot ||= noSlot && context.pools.has(step.pool);
        continue;
      }
      if (foreign) draft.takeovers.push(state.key);
      if (given && !mustClean) rules.cancel(node);
      else if (state.takeovers >= maxTakeovers) {
        const message = `Its worker fell silent ${maxTakeovers} times while this step ran; it is not tried again.`;
        rules.fail(node, { status: 'failed', error: { code: 'STEP_FAILED', message }, retryable: false });
      } else {
        this.#take(draft, node, context);
        if (mustClean) this.#steps.stops.add(node);
      }
    }
  }

  #tryClaim(draft: Draft, node: Node, context: AdvanceContext): void {
    const { status } = node.state;
    // Between being free and being claimed it may have been given up.
    if (status !== 'pending' && status !== 'ready' && status !== 'retrying') return;
    const most = node.step.matrix?.maxParallel ?? Number.POSITIVE_INFINITY;
    const groupFull = node.group !== undefined && node.group.running >= most;
    if (groupFull || !context.pools.has(node.step.pool) || !this.#hasRoom(draft, context))
      this.#held.push(node);
    else this.#take(draft, node, context);
  }

  #take(draft: Draft, node: Node, { worker }: AdvanceContext): void {
    const takeover = node.state.status === 'running';
    const state = claimed(node.state, { worker, at: draft.at });
    const event = { message: 'Taken over after its worker stopped.', data: { takeover: true } };
    this.#steps.set(draft, node, { state, status: 'in_progress', ...(takeover ? { event } : {}) });
    draft.claims.push(node);
  }
}
