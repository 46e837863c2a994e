'use client';

import type { ChatMessage } from '@orchard-studio/client/react';
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
  const last = chat.messages.findLast(({ mode }) => mode !== undefined);
  const scroller = useFollowNewest(`${chat.messages.at(-1)?.key} ${chat.questions.length} ${chat.pending}`);
  const isEmpty = chat.messages.length === 0;
  return (
    <div className="@container flex h-full min-h-0 flex-col">
      <PaneHeader title="Chat">{last === undefined ? null : <WhoAnswers message={last} />}</PaneHeader>
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

const tokens = new Intl.NumberFormat('en', { notation: 'compact' });

/** Who worded the last reply, and the tokens that it took. */
function WhoAnswers({ message: { mode, model, usage } }: { readonly message: ChatMessage }) {
  if (mode === 'guided') return <Badge tone="sky">Guided – no model</Badge>;
  const spent = usage === undefined ? 0 : usage.inputTokens + usage.outputTokens;
  return (
    <>
      <Badge tone="leaf">{model ?? 'Model'}</Badge>
      {usage === undefined ? null : (
        <span
          className="text-xs text-muted"
          title={`${usage.inputTokens} tokens read (${usage.cacheReadTokens} from a cache), ${usage.outputTokens} written`}
        >
          {tokens.format(spent)} tokens
        </span>
      )}
    </>
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
