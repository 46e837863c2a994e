import type {
  ExecutorOutcome,
  NewOperationEvent,
  OperationTransition,
  StepState,
} from '@orchard-studio/core';
import type { Node } from './node.ts';

/** What happened to an attempt. `interrupted`: it stopped because it was told to. */
export type StepOutcome = ExecutorOutcome | { readonly status: 'interrupted' };

/** The end of an attempt of this process, of an approval, or of a sub-tree. */
export interface Finished {
  readonly step: string;
  readonly epoch: number;
  readonly outcome: StepOutcome;
  /** What it said and nobody has written yet; it goes into the log with the outcome. */
  readonly events?: readonly NewOperationEvent[];
  /** True when its outputs are already what the step's `outputs` make of them. */
  readonly shaped?: boolean;
}

/** What a decision is made on, besides the board. */
export interface AdvanceContext {
  /** The store's time, in milliseconds since 1970. */
  readonly nowMs: number;
  readonly worker: string;
  readonly leaseMs: number;
  /** Attempts that this process can start now, of steps that lost their worker. */
  readonly freeSlots: number;
  /** Attempts of other steps it can start now. Fewer, when another operation has a step that lost its worker. */
  readonly newSlots: number;
  /** The pools it works for. */
  readonly pools: ReadonlySet<string>;
  /** What has ended since the last transition. */
  readonly finished: readonly Finished[];
  /** A step that lost its worker more often than this fails for good: it may be what takes workers down. */
  readonly maxTakeovers: number;
  /** True when no other process works on this store: then no lease of another one counts. */
  readonly exclusive: boolean;
  /** True for a running step whose worker is gone or has been silent for too long. */
  readonly isAbandoned: (step: StepState) => boolean;
}

/** What is to be done next. */
export interface Advance {
  /** Undefined when nothing changes. */
  readonly transition: OperationTransition | undefined;
  /** Steps that this process has to run once the transition is committed. */
  readonly claimed: readonly Node[];
  /** When to look again without being woken, in milliseconds since 1970. */
  readonly nextAt: number | undefined;
  /** True when a step that lost its worker is not taken over because this process has no free slot. */
  readonly needsSlot: boolean;
  readonly ended: boolean;
}
