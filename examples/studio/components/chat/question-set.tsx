'use client';

import { Button } from '@/components/ui/button';
import { QuestionCard } from './question-card';
import type { Conversation } from './use-conversation';

/** The open questions; each can be answered, left to the Architect, skipped, or left alone. */
export function QuestionSet({ conversation }: { readonly conversation: Conversation }) {
  const { questions, drafts } = conversation;
  if (questions.length === 0) return null;
  return (
    <section aria-label="Open questions" className="mt-5 grid gap-3">
      {questions.map((question) => (
        <QuestionCard
          key={question.id}
          question={question}
          draft={drafts.of(question.id)}
          onChange={(draft) => drafts.change(question.id, draft)}
        />
      ))}
    </section>
  );
}

/** Sends what was answered so far. It stands below the cards and never covers them. */
export function SendAnswers({ conversation }: { readonly conversation: Conversation }) {
  const { questions, drafts, sendAnswers } = conversation;
  if (questions.length === 0) return null;
  const answered = drafts.answers(questions).length;
  return (
    <div className="flex items-center gap-3 border-t bg-surface px-4 py-2">
      <Button disabled={answered === 0} onClick={() => void sendAnswers()}>
        Send answers
      </Button>
      <p className="text-sm text-muted">
        {answered} of {questions.length} answered
      </p>
    </div>
  );
}

/** Skipped questions stay open: each can be taken up again at any time. */
export function SkippedQuestions({ conversation }: { readonly conversation: Conversation }) {
  const { skipped, reopen } = conversation;
  if (skipped.length === 0) return null;
  return (
    <section aria-label="Skipped questions" className="mt-5 grid gap-1.5 text-sm">
      <p className="text-muted">Skipped, and still open:</p>
      <ul className="grid gap-1.5">
        {skipped.map(({ id, text }) => (
          <li key={id} className="flex items-center gap-3 rounded-xl border border-dashed px-3 py-1.5">
            <span className="min-w-0 flex-1">{text}</span>
            <Button look="secondary" size="small" aria-label={`Answer: ${text}`} onClick={() => reopen(id)}>
              Answer
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
