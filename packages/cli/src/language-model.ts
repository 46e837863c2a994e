import { type LanguageModel, OrchardError, Secret } from '@orchard-studio/core';
import { createAnthropicModel } from '@orchard-studio/llm-anthropic';
import { createOpenAICompatibleModel, createOpenAIModel } from '@orchard-studio/llm-openai';

const ANTHROPIC_MODEL = 'claude-sonnet-5-5';
const OPENAI_MODEL = 'gpt-5.5';

/**
 * The language model that an environment asks for; undefined when it asks for none. `ORCHARD_MODEL` names another model than
 * the usual one.
 *
 * - `OPENAI_BASE_URL`: a server that speaks OpenAI's chat completions, such as Ollama; it needs `ORCHARD_MODEL`, and sends
 *   `OPENAI_API_KEY` when there is one;
 * - `ANTHROPIC_API_KEY`: Anthropic;
 * - `OPENAI_API_KEY`: OpenAI.
 *
 * @throws CONFIG_INVALID
 */
export function languageModelFrom(
  env: Readonly<Record<string, string | undefined>>,
): LanguageModel | undefined {
  const { OPENAI_BASE_URL: baseURL, ORCHARD_MODEL: named } = env;
  const [anthropic, openai] = [env.ANTHROPIC_API_KEY, env.OPENAI_API_KEY].map((key) =>
    key ? new Secret(key) : undefined,
  );
  if (baseURL) {
    if (!named)
      throw new OrchardError(
        'CONFIG_INVALID',
        'OPENAI_BASE_URL needs ORCHARD_MODEL: the name of a model there.',
      );
    return createOpenAICompatibleModel({
      baseURL,
      model: named,
      ...(openai === undefined ? {} : { apiKey: openai }),
    });
  }
  if (anthropic !== undefined)
    return createAnthropicModel({ apiKey: anthropic, model: named || ANTHROPIC_MODEL });
  if (openai !== undefined) return createOpenAIModel({ apiKey: openai, model: named || OPENAI_MODEL });
  return undefined;
}
