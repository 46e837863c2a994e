import { type LanguageModel, OrchardError, type Secret } from '@orchard-studio/core';
import type { ReasoningEffort } from 'openai/resources/shared';
import { ask } from '../connection/ask.ts';
import { type ConnectionOptions, connectionOf } from '../connection/connection.ts';
import { readResponse } from './read-response.ts';
import { responseRequest } from './response-request.ts';

export interface OpenAIModelOptions extends ConnectionOptions {
  /** Key of the account. */
  readonly apiKey: string | Secret;
  /** Default: `https://api.openai.com/v1`. */
  readonly baseURL?: string;
  /** Organization and project that pay, when the key belongs to several. */
  readonly organization?: string;
  readonly project?: string;
  /** How long a reasoning model thinks. Its thoughts count as output tokens. Default: the model's own. */
  readonly reasoningEffort?: NonNullable<ReasoningEffort>;
}

/**
 * A model of OpenAI, asked through the Responses API. Nothing is kept at OpenAI (`store: false`).
 *
 * @throws CONFIG_INVALID when an option cannot be used
 * @source https://platform.openai.com/docs/api-reference/responses
 *
 * @example
 * const model = createOpenAIModel({ apiKey: new Secret(key), model: 'gpt-5' });
 */
export function createOpenAIModel(options: OpenAIModelOptions): LanguageModel {
  const { apiKey, baseURL = 'https://api.openai.com/v1', reasoningEffort } = options;
  // Callers without types pass what their environment lacks.
  if (apiKey === undefined || apiKey === '')
    throw new OrchardError('CONFIG_INVALID', 'apiKey is missing. Create a key at platform.openai.com.');
  const connection = connectionOf({ ...options, apiKey, baseURL });
  return {
    specVersion: 'v1',
    name: 'openai',
    model: connection.model,
    capabilities: { images: true, strictTools: true },
    stream: (request) =>
      ask({
        connection,
        signal: request.signal,
        wire: {
          open: (client, sending) =>
            client.responses.create(
              responseRequest(request, { model: connection.model, reasoningEffort }),
              sending,
            ),
          read: (events) => readResponse(events, connection),
        },
      }),
  };
}
