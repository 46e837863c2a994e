import type { ModelImage, ModelMessage, ModelRequest, ModelText } from '@orchard-studio/core';
import type {
  ChatCompletionContentPart,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import { dataUrl } from '../data-url.ts';

/** How the server likes it. */
export interface ChatDialect {
  readonly model: string;
  readonly strictTools: boolean;
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens';
  readonly includeUsage: boolean;
}

const joined = (parts: readonly ModelText[]): string => parts.map(({ text }) => text).join('\n');

const part = (one: ModelText | ModelImage): ChatCompletionContentPart =>
  one.type === 'text'
    ? { type: 'text', text: one.text }
    : { type: 'image_url', image_url: { url: dataUrl(one) } };

/** Every server takes a string; a list of parts only those whose models see. */
function chatMessage(message: ModelMessage): ChatCompletionMessageParam {
  if (message.role === 'assistant') return { role: 'assistant', content: joined(message.content) };
  const texts = message.content.filter((one) => one.type === 'text');
  const seen = texts.length < message.content.length;
  return { role: 'user', content: seen ? message.content.map(part) : joined(texts) };
}

/** The request on the wire. Fields that not every server knows are only sent when they are wanted. */
export function chatRequest(
  { system, messages, tools, toolChoice, maxOutputTokens }: ModelRequest,
  { model, strictTools, maxTokensField, includeUsage }: ChatDialect,
): ChatCompletionCreateParamsStreaming {
  return {
    model,
    messages: [{ role: 'system', content: system }, ...messages.map(chatMessage)],
    ...(tools.length === 0
      ? {}
      : {
          tools: tools.map(({ name, description, inputSchema }) => ({
            type: 'function' as const,
            function: {
              name,
              description,
              parameters: inputSchema,
              ...(strictTools ? { strict: true } : {}),
            },
          })),
          tool_choice: toolChoice,
        }),
    [maxTokensField]: maxOutputTokens,
    ...(includeUsage ? { stream_options: { include_usage: true } } : {}),
    stream: true,
  };
}
