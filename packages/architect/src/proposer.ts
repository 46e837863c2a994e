import type {
  AnswerInput,
  BlueprintChange,
  BlueprintContent,
  IdGenerator,
  Question,
  QuestionOption,
  Source,
  TurnId,
  TurnMode,
  TurnUsage,
} from '@orchard-studio/core';

/** What a sentence typed in chat asks of the engine itself. Matched by code, never by a model. */
export type ChatCommand =
  | 'build'
  | 'more'
  | 'decide'
  | 'skip'
  | 'instruction'
  /** "help", "what can you do?" */
  | 'help'
  /** "hello", "thanks" */
  | 'courtesy'
  /** "yes" or "no" on its own: nobody can tell to which question. */
  | 'bare';

/** One sentence of the user, before it is known what becomes of it. */
export interface ClaimDraft {
  readonly id: string;
  readonly text: string;
  readonly source: Source;
  /** Set when the sentence is an order to the engine and no statement about the product. */
  readonly command: ChatCommand | null;
}

/** What a proposer says became of a sentence. The engine checks that the paths exist. */
export interface ClaimOutcome {
  readonly claimId: string;
  readonly outcome: 'landed' | 'parked' | 'rejected';
  /** Blueprint paths the sentence led to; for a removal, the path of what lost something. */
  readonly landedAt: readonly string[];
  /** Why it did not land; for a landed one what of it was not understood, empty when all of it was. */
  readonly reason: string;
}

/** One checked answer, with its question as it stood before the turn. */
export interface ResolvedAnswer {
  readonly question: Question;
  readonly input: AnswerInput;
  readonly kind: 'chosen' | 'skipped' | 'delegated';
  /** The chosen options; for a delegated question the recommended one. */
  readonly options: readonly QuestionOption[];
  readonly text: string;
  /** True when the question had been answered before. */
  readonly edited: boolean;
}

/** An earlier exchange of the same Blueprint. */
export interface Exchange {
  readonly turnId: TurnId;
  readonly message: string;
  readonly reply: string;
}

/** What happens while a proposer works. */
export type ProposerEvent = { readonly type: 'text'; readonly delta: string };

/** Everything a proposer may know. It is rebuilt from the Blueprint each turn. */
export interface ProposerInput {
  /** The Blueprint with this turn's answers already recorded. */
  readonly blueprint: BlueprintContent;
  readonly turn: {
    readonly id: TurnId;
    readonly message: string;
    readonly claims: readonly ClaimDraft[];
    readonly answers: readonly ResolvedAnswer[];
    readonly commands: readonly ChatCommand[];
  };
  /** The last exchanges, oldest first (at most ten). */
  readonly history: readonly Exchange[];
  /** BCP 47 tag. */
  readonly locale: string;
  readonly ids: IdGenerator;
  /** Told what is being said, as it is said. */
  readonly emit?: ((event: ProposerEvent) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A change with the words of the user that ask for it. The engine checks that they were said. */
export interface ProposedChange extends BlueprintChange {
  readonly quote?: string | undefined;
}

/** What a proposer would like to happen. Code decides what is accepted. */
export interface Proposal {
  /** Plain text. The engine appends what must be true: questions, readiness, what was refused. */
  readonly reply: string;
  /**
   * Changes to feature, summary, sections, questions (add only), assumptions, decisions, conflicts.
   * Anything else is refused; when one change is invalid the others are still applied.
   */
  readonly changes: readonly ProposedChange[];
  /** Sentences left out are parked. */
  readonly claims?: readonly ClaimOutcome[];
  /** What could not even be proposed, to be counted among what was left out. */
  readonly refused?: readonly { readonly path: string; readonly message: string }[];
  /** Who worded it, when that is not the proposer's own mode. */
  readonly mode?: TurnMode;
  /** The model that answered, as its vendor names it. */
  readonly model?: string;
  /** Tokens of all its requests. */
  readonly usage?: TurnUsage;
}

/**
 * Words replies and proposes changes; it is never trusted with a guarantee.
 * The guided proposer (`@orchard-studio/architect/guided`) works by rules; one backed by a model fits as well.
 */
export interface Proposer {
  readonly mode: TurnMode;
  propose(input: ProposerInput): Promise<Proposal>;
}
