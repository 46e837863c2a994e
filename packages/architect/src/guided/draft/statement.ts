import type { ClaimDraft } from '../../proposer.ts';

/** The reading of one sentence, and whether it may overrule what was said before. */
export interface Statement {
  readonly claim: ClaimDraft;
  /** True for a person's choice in a conflict: apply it whatever stands. */
  readonly force: boolean;
}
