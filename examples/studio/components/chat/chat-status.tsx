import type { ArchitectChat } from '@orchard-studio/client/react';

function wordsFor({ pending, questions, messages }: ArchitectChat): string {
  if (pending) return 'The Architect is working on a reply.';
  if (messages.at(-1)?.from !== 'architect') return '';
  const open = questions.length;
  if (open === 0) return 'The Architect has replied.';
  return `The Architect has replied. ${open === 1 ? 'One question waits' : `${open} questions wait`} for your answer.`;
}

/** The chat's one status region: a change of phase is announced once, never the text as it arrives. */
export function ChatStatus({ chat }: { readonly chat: ArchitectChat }) {
  return (
    <p role="status" className="sr-only">
      {wordsFor(chat)}
    </p>
  );
}
