import type { BlueprintChange, BlueprintContent, Claim, IdGenerator, TurnId } from '@orchard-studio/core';
import type { ClaimDraft, ClaimOutcome, ResolvedAnswer } from '../proposer.ts';
import { COMMAND_REASONS, matchCommand } from './commands.ts';
import { valueAt } from './paths.ts';
import { splitSentences } from './sentences.ts';

const MAX_QUOTE = 500;
const MAX_CLAIMS = 2_000;
const MAX_LANDED = 20;
const NOT_UNDERSTOOD = 'Kept for later: I could not tie it to a part of the plan.';

interface ClaimSource {
  readonly turnId: TurnId;
  readonly message: string;
  readonly answers: readonly ResolvedAnswer[];
  readonly ids: IdGenerator;
}

/** Every sentence of the message, then of the texts given as answers. */
export function draftClaims({ turnId, message, answers, ids }: ClaimSource): readonly ClaimDraft[] {
  const said = splitSentences(message).map((text) => ({
    id: ids.next('claim'),
    text,
    source: { kind: 'message' as const, id: turnId, quote: text.slice(0, MAX_QUOTE) },
    command: matchCommand(text),
  }));
  const written = answers.flatMap((answer) =>
    splitSentences(answer.text).map((text) => ({
      id: ids.next('claim'),
      text,
      source: { kind: 'answer' as const, id: answer.question.id, quote: text.slice(0, MAX_QUOTE) },
      command: null,
    })),
  );
  return [...said, ...written];
}

function settle(draft: ClaimDraft, outcome: ClaimOutcome | undefined, content: BlueprintContent): Claim {
  const base = { id: draft.id, text: draft.text, source: draft.source };
  if (draft.command !== null) {
    return { ...base, outcome: 'rejected', landedAt: [], reason: COMMAND_REASONS[draft.command] };
  }
  const landedAt = [...new Set(outcome?.landedAt ?? [])]
    .filter((path) => path.length <= 500 && valueAt(content, path) !== undefined)
    .slice(0, MAX_LANDED);
  if (outcome?.outcome === 'landed' && landedAt.length > 0) {
    return { ...base, outcome: 'landed', landedAt, reason: (outcome.reason ?? '').slice(0, 500) };
  }
  const reason = (outcome?.reason ?? '').slice(0, 500) || NOT_UNDERSTOOD;
  return { ...base, outcome: outcome?.outcome === 'rejected' ? 'rejected' : 'parked', landedAt: [], reason };
}

/** What became of each sentence, by what is really in the content. */
export function settleClaims(
  drafts: readonly ClaimDraft[],
  outcomes: readonly ClaimOutcome[],
  content: BlueprintContent,
): readonly Claim[] {
  const byId = new Map(outcomes.map((outcome) => [outcome.claimId, outcome]));
  return drafts.map((draft) => settle(draft, byId.get(draft.id), content));
}

/** Adds the claims. When the list is full the oldest landed ones make room: their turns keep the words. */
export function claimChanges(
  content: BlueprintContent,
  claims: readonly Claim[],
): readonly BlueprintChange[] {
  const excess = content.claims.length + claims.length - MAX_CLAIMS;
  const oldest = [...content.claims].sort(
    (a, b) => Number(b.outcome === 'landed') - Number(a.outcome === 'landed'),
  );
  const drop = excess > 0 ? oldest.slice(0, excess) : [];
  return [
    ...drop.map((claim) => ({ op: 'remove' as const, path: `/claims/${claim.id}` })),
    ...claims.map((claim) => ({ op: 'add' as const, path: '/claims', value: claim })),
  ];
}
