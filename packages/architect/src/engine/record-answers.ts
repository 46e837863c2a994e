import type { BlueprintChange, BlueprintContent, IdGenerator, Question, TurnId } from '@orchard-studio/core';
import type { ResolvedAnswer } from '../proposer.ts';

const set = (path: string, value: NonNullable<BlueprintChange['value']> | null): BlueprintChange => ({
  op: 'set',
  path,
  value,
});
const status = (path: string, value: string): BlueprintChange => ({ op: 'status', path, value });

/** Questions that depend on this one, directly or through others. */
function dependants(content: BlueprintContent, questionId: string): readonly Question[] {
  const found = new Map<string, Question>();
  const visit = (id: string): void => {
    for (const question of content.questions) {
      if (!question.dependsOn.includes(id) || found.has(question.id)) continue;
      found.set(question.id, question);
      visit(question.id);
    }
  };
  visit(questionId);
  found.delete(questionId);
  return [...found.values()];
}

function sameAnswer(answer: ResolvedAnswer): boolean {
  const old = answer.question.answer;
  if (old === null || answer.kind !== 'chosen') return false;
  const chosen = answer.options.map((option) => option.id);
  return (
    old.text === answer.text &&
    old.optionIds.length === chosen.length &&
    chosen.every((id) => old.optionIds.includes(id))
  );
}

/** An edited answer takes exactly its dependants back: what was answered there is asked again. */
function invalidate(content: BlueprintContent, answer: ResolvedAnswer): readonly BlueprintChange[] {
  if (!answer.edited || sameAnswer(answer)) return [];
  return dependants(content, answer.question.id)
    .filter((question) => ['answered', 'partial', 'delegated', 'skipped'].includes(question.status))
    .flatMap((question) => [
      set(`/questions/${question.id}/answer`, null),
      status(`/questions/${question.id}`, 'queued'),
    ]);
}

/** The changes that record one answer exactly as it was given. */
export function answerChanges(
  content: BlueprintContent,
  answer: ResolvedAnswer,
  turnId: TurnId,
): readonly BlueprintChange[] {
  const path = `/questions/${answer.question.id}`;
  const value = { turnId, optionIds: answer.options.map((option) => option.id), text: answer.text };
  const word = { chosen: 'answered', skipped: 'skipped', delegated: 'delegated' }[answer.kind];
  return [
    set(`${path}/answer`, answer.kind === 'chosen' ? value : null),
    ...(answer.question.status === word ? [] : [status(path, word)]),
    ...invalidate(content, answer),
  ];
}

const ofQuestion = (content: BlueprintContent, question: Question) =>
  content.assumptions.filter(
    (assumption) =>
      assumption.status === 'open' && assumption.targets.some((target) => question.targets.includes(target)),
  );

/**
 * What answers do to assumptions, once the proposer has had its say:
 * an answered question confirms the assumptions it settles that still stand;
 * a delegated one must be visible as an assumption.
 *
 * @param before - content before the turn: assumptions made in the turn itself are not confirmed by it.
 */
export function assumptionChanges(
  before: BlueprintContent,
  content: BlueprintContent,
  request: { readonly answers: readonly ResolvedAnswer[]; readonly ids: IdGenerator },
): readonly BlueprintChange[] {
  const known = new Set(before.assumptions.map((assumption) => assumption.id));
  const confirmed = new Set<string>();
  const changes: BlueprintChange[] = [];
  for (const { kind, question, options } of request.answers) {
    const standing = ofQuestion(content, question);
    if (kind === 'chosen') {
      for (const { id } of standing) if (known.has(id)) confirmed.add(id);
    } else if (kind === 'delegated' && standing.length === 0) {
      const choice =
        options.length === 0 ? '' : ` I chose: ${options.map((option) => option.label).join(', ')}.`;
      changes.push({
        op: 'add',
        path: '/assumptions',
        value: {
          id: request.ids.next('assumption'),
          assumption: `You left this to me: ${question.text.slice(0, 1_500)}${choice}`,
          targets: question.targets,
          confidence: 0.6,
          status: 'open',
        },
      });
    }
  }
  return [...[...confirmed].map((id) => status(`/assumptions/${id}`, 'confirmed')), ...changes];
}
