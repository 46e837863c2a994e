import {
  type EventStatus,
  isStepEnd,
  type NewOperationEvent,
  PHASES,
  type Phase,
  type StepStatus,
} from '@orchard-studio/core';
import { isMember, type Node } from './node.ts';

const PHASE_NAMES: Readonly<Record<Phase, string>> = {
  spec: 'Specification',
  design: 'Design',
  implement: 'Implementation',
  test: 'Tests',
  deploy: 'Deployment',
};

/** How many steps stand where. A failure that is ignored counts as a success. */
class Counts {
  total = 0;
  ended = 0;
  moving = 0;
  failed = 0;
  cancelled = 0;
  skipped = 0;

  add(status: StepStatus, by: 1 | -1): void {
    this.total += by;
    if (isStepEnd(status)) this.ended += by;
    if (status === 'running' || status === 'retrying' || status === 'waiting') this.moving += by;
    if (status === 'failed') this.failed += by;
    if (status === 'cancelled') this.cancelled += by;
    if (status === 'skipped') this.skipped += by;
  }

  get status(): EventStatus {
    if (this.failed > 0) return 'failed';
    if (this.ended < this.total) return this.moving > 0 || this.ended > 0 ? 'in_progress' : 'queued';
    if (this.cancelled > 0) return 'cancelled';
    return this.skipped === this.total ? 'skipped' : 'complete';
  }
}

/**
 * Counts kept as steps change, so that no question about the whole needs a look at every step. The combinations of a
 * matrix are counted as the one step that stands for them.
 */
export class Tally {
  readonly all = new Counts();
  /** Steps that do not belong to `finally`. */
  readonly main = new Counts();
  /** Attempts in workers, combinations included. */
  running = 0;
  readonly #phases = new Map<Phase, Counts>();
  readonly #shown = new Map<Phase, EventStatus>();

  /** Counts a step in, or out. */
  count(node: Node, by: 1 | -1): void {
    if (node.state.status === 'running') this.running += by;
    if (isMember(node)) return;
    const { status } = node.state;
    const counted = status === 'failed' && node.step.continueOnError ? 'succeeded' : status;
    this.all.add(counted, by);
    if (!node.step.finally) this.main.add(counted, by);
    const phase = this.#phases.get(node.step.phase) ?? new Counts();
    this.#phases.set(node.step.phase, phase);
    phase.add(counted, by);
  }

  /** Takes the phases as they stand for what viewers know. */
  settle(): void {
    for (const [phase, counts] of this.#phases) this.#shown.set(phase, counts.status);
  }

  /** One event for every phase whose status has changed since it was last asked for, in phase order. */
  phaseEvents(timestamp: string): readonly NewOperationEvent[] {
    const events: NewOperationEvent[] = [];
    for (const phase of PHASES) {
      const status = this.#phases.get(phase)?.status;
      if (status === undefined || status === this.#shown.get(phase)) continue;
      this.#shown.set(phase, status);
      events.push({ type: 'phase', timestamp, phase, status, message: PHASE_NAMES[phase] });
    }
    return events;
  }
}
