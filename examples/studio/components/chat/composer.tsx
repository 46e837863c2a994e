'use client';

import { MAX_MESSAGE } from '@orchard-studio/core';
import { ArrowUp } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Textarea } from '@/components/ui/input';
import { cn } from '@/lib/cn';
import type { Conversation } from './use-conversation';

/** From here on the characters that are left are shown. */
const NEAR = MAX_MESSAGE - 2_000;
const MAX_HEIGHT = 200;

function grow(element: HTMLTextAreaElement): void {
  element.style.height = 'auto';
  element.style.height = `${Math.min(MAX_HEIGHT, element.scrollHeight + 2)}px`;
}

/** Grows with its text up to a height, then scrolls. A pane that gets wider needs fewer lines for the same text. */
function useGrowing(text: string) {
  const ref = useRef<HTMLTextAreaElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what makes it grow.
  useEffect(() => {
    if (ref.current !== null) grow(ref.current);
  }, [text]);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    let width = element.clientWidth;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth === width) return;
      width = element.clientWidth;
      grow(element);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return ref;
}

export function Composer({ conversation }: { readonly conversation: Conversation }) {
  const { chat, text, setText, sendAll } = conversation;
  const field = useGrowing(text);
  const wasPending = useRef(false);
  const tooLong = text.length > MAX_MESSAGE;
  const disabled = chat.pending || chat.data === undefined;

  useEffect(() => {
    // The field was disabled while the turn ran and lost its focus: give it back, unless it went elsewhere.
    if (wasPending.current && !chat.pending && document.activeElement === document.body)
      field.current?.focus();
    wasPending.current = chat.pending;
  }, [chat.pending, field]);

  const isNew = chat.data !== undefined && chat.messages.length === 0;
  useEffect(() => {
    // Where nothing was said yet there is one thing to do. A phone would open its keyboard over the examples.
    if (isNew && document.activeElement === document.body && matchMedia('(pointer: fine)').matches)
      field.current?.focus();
  }, [isNew, field]);

  const submit = (): void => {
    if (!disabled && !tooLong) void sendAll();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method composes, Enter chooses a word.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    submit();
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    submit();
  };

  return (
    <form onSubmit={onSubmit} className="border-t bg-surface px-4 pt-3 pb-3">
      <div className="flex items-end gap-2">
        <Textarea
          id="composer"
          ref={field}
          rows={1}
          dir="auto"
          aria-label="Message to the Architect"
          aria-describedby="composer-hint"
          aria-invalid={tooLong}
          placeholder={chat.messages.length === 0 ? 'Describe your app…' : 'Say more, change something…'}
          value={text}
          disabled={disabled}
          className="max-h-[200px] min-h-10 resize-none"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <Button
          type="submit"
          size="icon"
          aria-label="Send"
          title="Send"
          disabled={disabled || tooLong || text.trim() === ''}
          className="size-10"
        >
          <ArrowUp aria-hidden />
        </Button>
      </div>
      <p id="composer-hint" className={cn('mt-1.5 text-xs text-muted', tooLong && 'text-apple')}>
        {text.length < NEAR
          ? 'Enter sends, Shift + Enter starts a new line.'
          : tooLong
            ? `${(text.length - MAX_MESSAGE).toLocaleString('en')} characters too many: shorten it to ${MAX_MESSAGE.toLocaleString('en')}.`
            : `${(MAX_MESSAGE - text.length).toLocaleString('en')} characters left.`}
      </p>
    </form>
  );
}
