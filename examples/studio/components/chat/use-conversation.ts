import type { ArchitectChat } from '@orchard-studio/client/react';
import type { Question } from '@orchard-studio/core';
import { useCallback, useState } from 'react';
import { type AnswerDrafts, EMPTY_DRAFT, useAnswerDrafts } from './answer-drafts';

/** The chat with what is being typed into it. Lives above the panes, so that no change of layout loses a word. */
export interface Conversation {
  readonly chat: ArchitectChat;
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly drafts: AnswerDrafts;
  /** The questions that wait for an answer, and skipped ones that were taken up again. */
  readonly questions: readonly Question[];
  /** Questions that were skipped and stay open debt. */
  readonly skipped: readonly Question[];
  /** Shows a skipped question again. */
  readonly reopen: (questionId: string) => void;
  /** Sends the typed message, if any, and every answer that was given. */
  readonly sendAll: () => Promise<void>;
  /** Sends the answers alone. */
  readonly sendAnswers: () => Promise<void>;
  /** Sends again exactly what failed. */
  readonly retry: () => Promise<void>;
}

export function useConversation(chat: ArchitectChat): Conversation {
  const [text, setText] = useState('');
  const drafts = useAnswerDrafts();
  const [reopened, setReopened] = useState<readonly string[]>([]);
  const all = chat.data?.blueprint.questions ?? [];
  const debt = all.filter(({ status }) => status === 'skipped');
  // An answer that was not understood leaves its question standing: without its card nobody could go on.
  const partial = all.filter(({ status }) => status === 'partial');
  const questions = [...chat.questions, ...partial, ...debt.filter(({ id }) => reopened.includes(id))];

  /** Clears what is sent from the field, and puts it back when it was not answered: nothing typed is ever lost. */
  const deliver = useCallback(async (message: string, run: () => Promise<boolean>): Promise<void> => {
    const clear = (typed: string): string => (typed === message ? '' : typed);
    const restore = (typed: string): string => (typed === '' ? message : typed);
    setText(clear);
    if (!(await run())) setText(restore);
  }, []);

  const send = async (message: string): Promise<void> => {
    const answers = [...drafts.answers(questions)];
    const isSaid = message.trim() !== '';
    if (chat.pending || (!isSaid && answers.length === 0)) return;
    const input = { ...(isSaid ? { message } : {}), ...(answers.length === 0 ? {} : { answers }) };
    await deliver(message, async () => {
      const answered = await chat.send(input);
      // What is skipped once more is debt once more.
      if (answered) {
        setReopened([]);
        for (const { questionId } of answers) drafts.change(questionId, EMPTY_DRAFT);
      }
      return answered;
    });
  };
  return {
    chat,
    text,
    setText,
    drafts,
    questions,
    skipped: debt.filter(({ id }) => !reopened.includes(id)),
    reopen: (questionId) => {
      drafts.change(questionId, EMPTY_DRAFT);
      setReopened((ids) => [...ids, questionId]);
    },
    sendAll: () => send(text),
    sendAnswers: () => send(''),
    retry: () => deliver(chat.failed?.message ?? '', chat.retry),
  };
}
