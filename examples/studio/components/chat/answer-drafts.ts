import type { ChatSend } from '@orchard-studio/client/react';
import type { Question } from '@orchard-studio/core';
import { useCallback, useState } from 'react';

/** What a person has put into one question's card so far. */
export interface AnswerDraft {
  readonly optionIds: readonly string[];
  readonly text: string;
  /** `delegate` is "you decide"; `skip` leaves the question open. */
  readonly way: 'answer' | 'delegate' | 'skip';
}

export const EMPTY_DRAFT: AnswerDraft = { optionIds: [], text: '', way: 'answer' };

type Answer = NonNullable<ChatSend['answers']>[number];

/** The answer a card stands for; undefined while it is empty. */
function answerOf(questionId: string, draft: AnswerDraft): Answer | undefined {
  if (draft.way === 'delegate') return { questionId, delegate: true };
  if (draft.way === 'skip') return { questionId, skip: true };
  const text = draft.text.trim();
  if (draft.optionIds.length === 0 && text === '') return undefined;
  return {
    questionId,
    ...(draft.optionIds.length === 0 ? {} : { optionIds: [...draft.optionIds] }),
    ...(text === '' ? {} : { text }),
  };
}

export interface AnswerDrafts {
  readonly of: (questionId: string) => AnswerDraft;
  readonly change: (questionId: string, draft: AnswerDraft) => void;
  /** The answers to those of the questions that have one. */
  readonly answers: (questions: readonly Question[]) => readonly Answer[];
}

/** Kept per question: a question that comes back after a failed send still has what was put into it. */
export function useAnswerDrafts(): AnswerDrafts {
  const [drafts, setDrafts] = useState<Readonly<Record<string, AnswerDraft>>>({});
  const change = useCallback(
    (questionId: string, draft: AnswerDraft) => setDrafts((before) => ({ ...before, [questionId]: draft })),
    [],
  );
  const of = (questionId: string): AnswerDraft => drafts[questionId] ?? EMPTY_DRAFT;
  return {
    of,
    change,
    answers: (questions) =>
      questions.map(({ id }) => answerOf(id, of(id))).filter((answer) => answer !== undefined),
  };
}
