import type { ArchitectChat, ChatMessage } from '@orchard-studio/client/react';
import type { AnswerInput, Question } from '@orchard-studio/core';
import { CornerDownRight } from 'lucide-react';
import { Mark } from '@/components/shell/mark';
import { Markdown } from '@/components/shell/markdown';
import { Button } from '@/components/ui/button';
import { cn } from '@/lib/cn';

function wordsOf(answer: AnswerInput, question: Question | undefined): string {
  if (answer.delegate) return 'You decide';
  if (answer.skip) return 'Skipped';
  const picked = (answer.optionIds ?? []).map(
    (id) => question?.options.find((option) => option.id === id)?.label ?? 'An option',
  );
  return [...picked, ...(answer.text ? [answer.text] : [])].join(', ');
}

function Answers({
  message,
  questions,
}: {
  readonly message: ChatMessage;
  readonly questions: readonly Question[];
}) {
  if (message.answers.length === 0) return null;
  return (
    <ul className="grid gap-1.5">
      {message.answers.map((answer) => {
        const question = questions.find(({ id }) => id === answer.questionId);
        return (
          <li key={answer.questionId}>
            <span className="block text-xs opacity-85">{question?.text ?? 'A question'}</span>
            <span dir="auto" className="flex items-start gap-1.5 font-medium">
              <CornerDownRight aria-hidden className="mt-1 size-3.5 shrink-0" />
              {wordsOf(answer, question)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Bubble({
  message,
  questions,
}: {
  readonly message: ChatMessage;
  readonly questions: readonly Question[];
}) {
  const isUser = message.from === 'user';
  return (
    <article
      data-from={message.from}
      aria-label={isUser ? 'You' : 'Architect'}
      className={cn('flex gap-2.5', isUser && 'justify-end')}
    >
      {isUser ? null : <Mark className="mt-0.5 size-6 shrink-0" />}
      <div
        className={cn(
          'grid min-w-0 gap-2',
          isUser ? 'max-w-[85%] rounded-2xl rounded-ee-md bg-said px-3.5 py-2 text-on-said' : 'flex-1 pt-0.5',
        )}
      >
        {isUser ? (
          message.text === '' ? null : (
            <p dir="auto" className="whitespace-pre-wrap">
              {message.text}
            </p>
          )
        ) : (
          <Markdown text={message.text} />
        )}
        <Answers message={message} questions={questions} />
        {message.state === 'failed' ? <p className="text-xs">This turn ended without a reply.</p> : null}
      </div>
    </article>
  );
}

/** The conversation. Busy while a reply is under way, so that a finished message is announced once. */
export function MessageList({ chat }: { readonly chat: ArchitectChat }) {
  const questions = chat.data?.blueprint.questions ?? [];
  const last = chat.messages.at(-1);
  const isSaying = last?.from === 'architect' && last.state === 'sending';
  return (
    <div role="log" aria-label="Conversation" aria-busy={chat.pending} className="grid gap-5">
      {chat.messages.map((message) => (
        <Bubble key={message.key} message={message} questions={questions} />
      ))}
      {chat.pending ? (
        <div className="flex items-center gap-2.5 text-muted">
          <Mark className={cn('size-6 shrink-0', isSaying && 'invisible')} />
          <span aria-hidden className="inline-flex gap-1">
            {[0, 150, 300].map((delay) => (
              <span
                key={delay}
                className="size-1.5 animate-pulse rounded-full bg-muted"
                style={{ animationDelay: `${delay}ms` }}
              />
            ))}
          </span>
          {chat.stop === undefined ? null : (
            <Button size="small" look="quiet" onClick={() => void chat.stop?.()}>
              Stop
            </Button>
          )}
        </div>
      ) : null}
    </div>
  );
}
