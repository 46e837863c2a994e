export { createAnthropicModel } from './anthropic-model.ts';
export type { AnthropicModelOptions } from './settings.ts';
