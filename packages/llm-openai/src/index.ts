export { createOpenAICompatibleModel, type OpenAICompatibleModelOptions } from './chat/compatible-model.ts';
export type { ConnectionOptions } from './connection/connection.ts';
export { createOpenAIModel, type OpenAIModelOptions } from './responses/openai-model.ts';
