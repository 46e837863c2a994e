import type { ModelMessage } from '../ports/language-model.ts';

const LEFT_OUT = { type: 'text', text: '[A picture was left out: this model cannot see pictures.]' } as const;

/** Messages for a model that does not see: each picture is a sentence that says so. */
export function withoutImages(messages: readonly ModelMessage[]): readonly ModelMessage[] {
  return messages.map((message) =>
    message.role === 'assistant'
      ? message
      : { role: 'user', content: message.content.map((part) => (part.type === 'image' ? LEFT_OUT : part)) },
  );
}
