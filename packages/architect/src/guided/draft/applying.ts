import type { Fact } from '../parse/facts.ts';
import type { Basis, Draft } from './draft.ts';
import type { Statement } from './statement.ts';

/** What every rule that writes a fact into the draft is given. */
export interface Applying {
  readonly draft: Draft;
  readonly statement: Statement;
  readonly basis: Basis;
}

export type Of<Kind extends Fact['kind']> = Extract<Fact, { kind: Kind }>;

/** Paths a fact led to; none when it did not fit. */
export type Paths = readonly string[];
