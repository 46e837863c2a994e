import type { Question, QuestionOption } from '@orchard-studio/core';
import type { ResolvedAnswer } from '../../proposer.ts';
import { type Basis, type Draft, itemFields } from '../draft/draft.ts';

interface OptionDraft {
  readonly label: string;
  readonly consequence: string;
  readonly recommended?: boolean;
}

/** What the catalogue asks; the engine adds status and answer. */
export interface QuestionDraft {
  readonly topic: string;
  readonly text: string;
  readonly stake: string;
  readonly kind: Question['kind'];
  readonly options: readonly OptionDraft[];
  readonly targets: readonly string[];
  readonly blocking?: boolean;
  /** Topics that must be settled first. */
  readonly after?: readonly string[];
}

/** What somebody answered, ready to be written into the plan. */
export interface Given {
  readonly question: Question;
  readonly labels: readonly string[];
  readonly text: string;
  readonly isDelegated: boolean;
  readonly basis: Basis;
}

/** One thing the interview asks about. */
export interface Topic {
  /** True for the topic keys this entry owns. */
  owns(topic: string): boolean;
  /** The questions that make sense now; those asked before are left out by the caller. */
  ask(draft: Draft, wantsMore: boolean): readonly QuestionDraft[];
  /** Writes the answer into the draft; the paths it led to. */
  apply(draft: Draft, given: Given): readonly string[];
}

export function givenOf(answer: ResolvedAnswer): Given {
  const isDelegated = answer.kind === 'delegated';
  const origin = isDelegated ? 'assumed' : answer.options.length > 0 ? 'user_selected' : 'user_stated';
  const quote = answer.text.slice(0, 500);
  const basis: Basis = {
    origin,
    sources: isDelegated ? [] : [{ kind: 'answer', id: answer.question.id, quote }],
  };
  return {
    question: answer.question,
    labels: answer.options.map((option) => option.label),
    text: answer.text,
    isDelegated,
    basis,
  };
}

export function makeQuestion(draft: Draft, wanted: QuestionDraft): Question {
  const options: QuestionOption[] = wanted.options.map(({ label, consequence, recommended }) => ({
    id: draft.ids.next('option'),
    label,
    consequence,
    recommended: recommended === true,
  }));
  const dependsOn = (wanted.after ?? []).flatMap(
    (topic) => draft.content.questions.find((each) => each.topic === topic)?.id ?? [],
  );
  const { topic, text, stake, kind, targets } = wanted;
  return {
    id: draft.ids.next('question'),
    topic,
    text,
    stake,
    kind,
    options,
    targets: [...targets],
    dependsOn,
    blocking: wanted.blocking === true,
    status: 'queued',
    answer: null,
  };
}

/** Records a choice with its reason; choosing again replaces it. */
export function decide(
  draft: Draft,
  given: Given,
  choice: { readonly title: string; readonly choice: string },
): void {
  const { decisions } = draft.content;
  const fields = {
    title: choice.title,
    choice: choice.choice,
    reason: given.isDelegated ? 'You left it to me.' : 'You chose it.',
  };
  const known = decisions.find((decision) => decision.title === choice.title);
  const { origin, sources } = given.basis;
  if (known === undefined) decisions.push({ ...itemFields(draft, 'decision', given.basis), ...fields });
  else Object.assign(known, { ...fields, origin, sources: [...sources] });
}

/** True for items this very question added: an edited answer takes them back. */
export const cameFrom = (
  item: { readonly sources: readonly { readonly kind: string; readonly id: string }[] },
  questionId: string,
): boolean => item.sources.some((source) => source.kind === 'answer' && source.id === questionId);
