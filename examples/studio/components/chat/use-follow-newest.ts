import { type RefObject, useEffect, useRef } from 'react';

/** Pixels of what came before that stay in sight. */
const ABOVE = 72;

/** Scrolls to the newest message whenever `key` changes. */
export function useFollowNewest(key: string): RefObject<HTMLElement | null> {
  const ref = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is what tells that something was added.
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const messages = element.querySelectorAll('[data-from]');
    const newest = messages.item(messages.length - 1);
    if (!(newest instanceof HTMLElement)) return;
    // The start of the newest message stays visible, however long it and its questions are.
    element.scrollTop = Math.max(0, newest.offsetTop - ABOVE);
  }, [key]);
  return ref;
}
