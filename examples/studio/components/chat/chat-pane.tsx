'use client';

import { Failure } from '@/components/shell/failure';
import { PaneHeader } from '@/components/studio/pane-header';
import { Badge } from '@/components/ui/badge';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { Skeleton } from '@/components/ui/skeleton';
import { ChatStatus } from './chat-status';
import { Composer } from './composer';
import { EmptyChat } from './empty-chat';
import { MessageList } from './message-list';
import { QuestionSet, SendAnswers, SkippedQuestions } from './question-set';
import type { Conversation } from './use-conversation';
import { useFollowNewest } from './use-follow-newest';

export function ChatPane({ conversation }: { readonly conversation: Conversation }) {
  const { chat } = conversation;
  const mode = chat.messages.findLast(({ mode }) => mode !== undefined)?.mode;
  const scroller = useFollowNewest(`${chat.messages.at(-1)?.key} ${chat.questions.length} ${chat.pending}`);
  const isEmpty = chat.messages.length === 0;
  return (
    <div className="@container flex h-full min-h-0 flex-col">
      <PaneHeader title="Chat">
        {mode === 'guided' ? <Badge tone="sky">Guided – no model</Badge> : null}
        {mode === 'model' ? <Badge tone="leaf">Model</Badge> : null}
      </PaneHeader>
      <ScrollRegion
        ref={scroller}
        aria-label="Messages and questions"
        className="relative scroll-smooth min-h-0 flex-1 px-4 py-4"
      >
        {chat.data === undefined ? <Loading conversation={conversation} /> : null}
        {chat.data !== undefined && isEmpty ? <EmptyChat onPick={conversation.setText} /> : null}
        <MessageList chat={chat} />
        {chat.pending ? null : (
          <>
            <QuestionSet conversation={conversation} />
            <SkippedQuestions conversation={conversation} />
          </>
        )}
      </ScrollRegion>
      <ChatStatus chat={chat} />
      {chat.sendError === undefined ? null : (
        <Failure error={chat.sendError} onRetry={() => void conversation.retry()} className="mx-4 mb-2" />
      )}
      {chat.pending ? null : <SendAnswers conversation={conversation} />}
      <Composer conversation={conversation} />
    </div>
  );
}

function Loading({ conversation }: { readonly conversation: Conversation }) {
  const { error, reload } = conversation.chat;
  if (error !== undefined) return <Failure error={error} onRetry={() => void reload()} />;
  return (
    <div role="status" aria-label="Loading the conversation" className="grid gap-3">
      <Skeleton className="ms-auto h-12 w-3/5" />
      <Skeleton className="h-24 w-4/5" />
    </div>
  );
}
