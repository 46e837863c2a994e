import { type LanguageModel, type Secret, withoutImages } from '@orchard-studio/core';
import { ask } from '../connection/ask.ts';
import { type ConnectionOptions, connectionOf } from '../connection/connection.ts';
import { chatRequest } from './chat-request.ts';
import { readChat } from './read-chat.ts';

export interface OpenAICompatibleModelOptions extends ConnectionOptions {
  /** Where the server speaks chat completions: `http://localhost:11434/v1` for Ollama. */
  readonly baseURL: string;
  /** Most servers on the own machine need none. */
  readonly apiKey?: string | Secret | undefined;
  /** Whether the model sees pictures. Default: false, they are left out. */
  readonly images?: boolean;
  /** Whether the server holds tool inputs to their schema when asked with `strict: true`. Default: false, it is not asked. */
  readonly strictTools?: boolean;
  /** What the server calls the limit of output tokens. Default: `max_tokens`; `max_completion_tokens` is ignored by several. */
  readonly maxTokensField?: 'max_tokens' | 'max_completion_tokens';
  /** Whether to ask for the token counts with `stream_options`. Default: true; false for a server that refuses the field. */
  readonly includeUsage?: boolean;
}

/**
 * A model on a server that speaks OpenAI's chat completions: Ollama, vLLM, LM Studio, llama.cpp and others. Token counts
 * are 0 when the server sends none.
 *
 * @throws CONFIG_INVALID when an option cannot be used
 * @source https://platform.openai.com/docs/api-reference/chat-streaming
 *
 * @example
 * const model = createOpenAICompatibleModel({ baseURL: 'http://localhost:11434/v1', model: 'qwen3' });
 */
export function createOpenAICompatibleModel(options: OpenAICompatibleModelOptions): LanguageModel {
  const { apiKey, images = false, strictTools = false } = options;
  const { maxTokensField = 'max_tokens', includeUsage = true } = options;
  // An environment variable that is there but empty means that there is no key.
  const connection = connectionOf({ ...options, apiKey: apiKey === '' ? undefined : apiKey });
  const { model } = connection;
  return {
    specVersion: 'v1',
    name: 'openai-compatible',
    model,
    capabilities: { images, strictTools },
    stream: (request) =>
      ask({
        connection,
        signal: request.signal,
        wire: {
          open: (client, sending) =>
            client.chat.completions.create(
              chatRequest(
                { ...request, messages: images ? request.messages : withoutImages(request.messages) },
                { model, strictTools, maxTokensField, includeUsage },
              ),
              sending,
            ),
          read: (chunks, sawEnd) => readChat({ chunks, sawEnd, connection }),
        },
      }),
  };
}
