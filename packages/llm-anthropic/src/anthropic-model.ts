import type { LanguageModel, ModelEvent, ModelRequest } from '@orchard-studio/core';
import { ask } from './ask.ts';
import { cancelled } from './model-error.ts';
import { loadSdk, type Sdk } from './sdk.ts';
import { type AnthropicModelOptions, settingsOf } from './settings.ts';

/**
 * A model behind Anthropic's Messages API, through the official SDK. The SDK is loaded with the first stream. No
 * variable of the environment is read.
 *
 * @throws CONFIG_INVALID for an option that cannot be used; the message names it.
 * @source https://platform.claude.com/docs/en/api/messages
 *
 * @example
 * const model = createAnthropicModel({ apiKey, model: 'claude-opus-5-5' });
 * for await (const event of model.stream(request)) if (event.type === 'text') process.stdout.write(event.delta);
 */
export function createAnthropicModel(options: AnthropicModelOptions): LanguageModel {
  const settings = settingsOf(options);
  let loaded: Promise<Sdk> | undefined;

  async function* stream(request: ModelRequest): AsyncGenerator<ModelEvent> {
    if (request.signal?.aborted === true) throw cancelled();
    loaded ??= loadSdk(settings);
    yield* ask({ sdk: await loaded, settings, request });
  }

  return {
    specVersion: 'v1',
    name: 'anthropic',
    model: settings.model,
    capabilities: { images: true, strictTools: settings.strictTools },
    stream,
  };
}
