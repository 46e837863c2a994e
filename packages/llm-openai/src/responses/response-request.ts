import type { ModelImage, ModelMessage, ModelRequest, ModelText } from '@orchard-studio/core';
import type {
  ResponseCreateParamsStreaming,
  ResponseInputContent,
  ResponseInputItem,
} from 'openai/resources/responses/responses';
import type { ReasoningEffort } from 'openai/resources/shared';
import { dataUrl } from '../data-url.ts';

const content = (part: ModelText | ModelImage): ResponseInputContent =>
  part.type === 'text'
    ? { type: 'input_text', text: part.text }
    : { type: 'input_image', image_url: dataUrl(part), detail: 'auto' };

/** What the model said goes back as a string: OpenAI takes `input_text` from users only. */
const inputItem = (message: ModelMessage): ResponseInputItem =>
  message.role === 'user'
    ? { role: 'user', content: message.content.map(content) }
    : { role: 'assistant', content: message.content.map(({ text }) => text).join('\n') };

/**
 * The request on the wire. OpenAI caches the beginning that requests share by itself, so that the instructions and tools come
 * first and nothing that changes is put among them.
 */
export function responseRequest(
  { system, messages, tools, toolChoice, maxOutputTokens }: ModelRequest,
  {
    model,
    reasoningEffort,
  }: { readonly model: string; readonly reasoningEffort: NonNullable<ReasoningEffort> | undefined },
): ResponseCreateParamsStreaming {
  return {
    model,
    instructions: system,
    input: messages.map(inputItem),
    ...(tools.length === 0
      ? {}
      : {
          tools: tools.map(({ name, description, inputSchema }) => ({
            type: 'function' as const,
            name,
            description,
            parameters: inputSchema,
            strict: true,
          })),
          tool_choice: toolChoice,
        }),
    ...(reasoningEffort === undefined ? {} : { reasoning: { effort: reasoningEffort } }),
    max_output_tokens: maxOutputTokens,
    store: false,
    stream: true,
  };
}
