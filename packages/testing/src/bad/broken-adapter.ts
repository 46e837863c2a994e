import type { MakeSubject } from '../kit/kit.ts';

/** An adapter with one fault of a kind seen in real ones, made to prove that its kit finds it. */
export interface BrokenAdapter<Subject> {
  /** What is wrong, as a clause: `forgets the version guard`. */
  readonly fault: string;
  /** Ids of the cases that fail because of it; all others pass. */
  readonly caughtBy: readonly string[];
  readonly make: MakeSubject<Subject>;
}
