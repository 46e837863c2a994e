import type { EventStatus, NewOperationEvent, StepState } from '@orchard-studio/core';
import type { Node } from './node.ts';

/** What one transition will write. */
export class Draft {
  readonly at: string;
  readonly nowMs: number;
  readonly events: NewOperationEvent[] = [];
  /** Attempts claimed for this worker. */
  readonly claims: Node[] = [];
  /** Claims of steps whose worker fell silent. */
  readonly takeovers: string[] = [];
  /** Set when a step that lost its worker waits for a free slot. */
  needsSlot = false;
  url: string | undefined;
  readonly #changed = new Set<Node>();

  constructor(nowMs: number) {
    this.nowMs = nowMs;
    this.at = new Date(nowMs).toISOString();
  }

  get empty(): boolean {
    return this.#changed.size === 0 && this.events.length === 0;
  }

  get steps(): readonly StepState[] {
    return Array.from(this.#changed, ({ state }) => state);
  }

  /** Notes that a step has changed, and says so in the log. */
  changed(node: Node, status: EventStatus, extra: Partial<NewOperationEvent> = {}): void {
    this.#changed.add(node);
    this.events.push({
      type: 'step',
      timestamp: this.at,
      step: node.state.key,
      status,
      attempt: node.state.attempt,
      epoch: node.state.epoch,
      phase: node.step.phase,
      ...extra,
    });
  }

  /** Notes a step that is new, and that viewers learn of by another event. */
  adopt(node: Node): void {
    this.#changed.add(node);
  }

  /** Milliseconds from now as the text of an instant. */
  after(ms: number): string {
    return new Date(this.nowMs + ms).toISOString();
  }
}
