import { diffContents } from '@orchard-studio/core';
import type { ClaimDraft, ClaimOutcome, Proposal, Proposer, ProposerInput } from '../proposer.ts';
import { short } from './changes-in-words.ts';
import { applyFacts } from './draft/apply-facts.ts';
import { syncAssumptions } from './draft/assumptions.ts';
import { complete, fillRequirements } from './draft/complete.ts';
import { syncDerived } from './draft/derive.ts';
import type { Draft } from './draft/draft.ts';
import type { Phrase } from './parse/facts.ts';
import { type Reading, readSentence } from './parse/read.ts';
import { keepAccess } from './questions/access-topic.ts';
import { applyAnswer, queueQuestions, withdrawQuestions } from './questions/catalogue.ts';
import { keepLook } from './questions/look-topic.ts';
import { NOT_UNDERSTOOD, wordReply } from './reply.ts';
import { looksEnglish } from './text/language.ts';
import { tagger } from './text/tagger.ts';
import { tokenize } from './text/tokens.ts';

/** Longer sentences are kept as claims but not read: they are pasted text, not statements. */
const MAX_SENTENCE = 600;
/** Sentences of one message that are read, so that a turn stays fast. */
const MAX_READ = 80;
/** Sentences of one message that are worth the tagger, which is slower than the tables. */
const MAX_TAGGED = 12;

const REASONS = {
  language: 'Kept in your words: the guided interviewer reads English sentences only.',
  long: 'Kept in your words: too long to be read by rules.',
  unread: 'Kept for later: the guided interviewer could not tie it to a part of the plan.',
} as const;

/** A few trailing words are noise; more of them are something a person said. */
const MIN_MISSED = 3;
const MAX_QUOTED = 120;

interface Session {
  readonly draft: Draft;
  subject: Phrase | null;
  read: number;
  tagged: number;
}

const parked = (claim: ClaimDraft, reason: string): ClaimOutcome => ({
  claimId: claim.id,
  outcome: 'parked',
  landedAt: [],
  reason,
});

/** Reads by the tables; what they cannot read is read again with the verbs the tagger finds. */
async function read(session: Session, claim: ClaimDraft): Promise<Reading> {
  const tokens = tokenize(claim.text);
  const options = { isNew: session.draft.content.feature === '', subject: session.subject };
  const reading = readSentence(tokens, options);
  const isRead = reading.facts.length > 0 && reading.unread < 3;
  if (isRead || tokens.length < 3 || session.tagged >= MAX_TAGGED) return reading;
  session.tagged += 1;
  const tag = await tagger();
  const tagged = readSentence(tokens, { ...options, isVerb: tag(claim.text) });
  // The tagger takes many a noun for a verb: it may add to what the tables read, never replace it.
  const same = tagged.facts.slice(0, reading.facts.length);
  const isMore = tagged.facts.length > reading.facts.length;
  return isMore && JSON.stringify(same) === JSON.stringify(reading.facts) ? tagged : reading;
}

async function hear(session: Session, claim: ClaimDraft): Promise<ClaimOutcome> {
  if (claim.text.length > MAX_SENTENCE || session.read >= MAX_READ) return parked(claim, REASONS.long);
  if (!looksEnglish(tokenize(claim.text))) return parked(claim, REASONS.language);
  session.read += 1;
  const reading = await read(session, claim);
  session.subject = reading.subject;
  const landedAt = applyFacts(session.draft, reading.facts, { claim, force: false });
  return landedAt.length === 0 ? parked(claim, REASONS.unread) : understood(claim, reading, landedAt);
}

/** What was read counts; what was not is said. A sentence of which most was ignored has not landed. */
function understood(claim: ClaimDraft, { unread, rest }: Reading, landedAt: readonly string[]): ClaimOutcome {
  if (unread < MIN_MISSED) return { claimId: claim.id, outcome: 'landed', landedAt, reason: '' };
  const missed = rest.replace(/^(?:[\s,;:.)]|and |but |so |then )+/i, '');
  const reason = `${NOT_UNDERSTOOD}“${short(missed, MAX_QUOTED)}”.`;
  const isMostlyRead = tokenize(missed).length * 2 <= tokenize(claim.text).length;
  return isMostlyRead ? { claimId: claim.id, outcome: 'landed', landedAt, reason } : parked(claim, reason);
}

async function hearAll(session: Session, input: ProposerInput): Promise<readonly ClaimOutcome[]> {
  const outcomes: ClaimOutcome[] = [];
  for (const answer of input.turn.answers) {
    const landedAt = applyAnswer(session.draft, answer);
    const own = input.turn.claims.filter(
      (claim) => claim.source.kind === 'answer' && claim.source.id === answer.question.id,
    );
    for (const claim of own) {
      outcomes.push(
        landedAt.length > 0
          ? { claimId: claim.id, outcome: 'landed', landedAt, reason: '' }
          : parked(claim, REASONS.unread),
      );
    }
  }
  for (const claim of input.turn.claims) {
    if (claim.source.kind === 'message' && claim.command === null) outcomes.push(await hear(session, claim));
  }
  return outcomes;
}

function settleDraft(draft: Draft, input: ProposerInput): void {
  complete(draft, input.blueprint);
  const access = keepAccess(draft);
  fillRequirements(draft);
  syncDerived(draft);
  const look = keepLook(draft);
  syncAssumptions(draft, { access, look });
  withdrawQuestions(draft);
  queueQuestions(draft, input.turn.commands.includes('more'));
}

async function propose(input: ProposerInput): Promise<Proposal> {
  const draft: Draft = {
    content: structuredClone(input.blueprint),
    ids: input.ids,
    focus: null,
    head: null,
    grants: [],
  };
  const session: Session = { draft, subject: null, read: 0, tagged: 0 };
  const outcomes = await hearAll(session, input);
  settleDraft(draft, input);
  const isEnglish = !outcomes.some((each) => each.reason === REASONS.language);
  const reply = wordReply({ input, before: input.blueprint, after: draft.content, outcomes, isEnglish });
  return { reply, changes: diffContents(input.blueprint, draft.content), claims: outcomes };
}

/**
 * The interviewer without a model: reads English by rules, asks structured questions in every other case,
 * and says at the start that it works in guided mode. It keeps no state; one instance serves every conversation.
 *
 * @example
 * const architect = createArchitect({ store, proposer: createGuidedProposer() });
 */
export function createGuidedProposer(): Proposer {
  return { mode: 'guided', propose };
}

/**
 * Loads the part-of-speech tagger ahead of time (some hundred milliseconds), so that no user waits for it.
 * Optional: it is loaded at the first sentence that needs it.
 */
export async function warmUpGuided(): Promise<void> {
  await tagger();
}
