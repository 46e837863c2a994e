import {
  type EventStatus,
  type NewOperationEvent,
  PHASES,
  type Phase,
  StatusCounts,
} from '@orchard-studio/core';
import { isMember, type Node } from './node.ts';
import { phaseEvent } from './phase-event.ts';

/**
 * Counts kept as steps change, so that no question about the whole needs a look at every step. The combinations of a
 * matrix are counted as the one step that stands for them.
 */
export class Tally {
  readonly all = new StatusCounts();
  /** Steps that do not belong to `finally`. */
  readonly main = new StatusCounts();
  /** Attempts in workers, combinations included. */
  running = 0;
  readonly #phases = new Map<Phase, StatusCounts>();
  readonly #shown = new Map<Phase, EventStatus>();

  /** Counts a step in, or out. */
  count(node: Node, by: 1 | -1): void {
    if (node.state.status === 'running') this.running += by;
    if (isMember(node)) return;
    const { status } = node.state;
    const counted = status === 'failed' && node.step.continueOnError ? 'succeeded' : status;
    this.all.add(counted, by);
    if (!node.step.finally) this.main.add(counted, by);
    const phase = this.#phases.get(node.step.phase) ?? new StatusCounts();
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
      events.push(phaseEvent(phase, status, timestamp));
    }
    return events;
  }
}
