import {
  isOrchardError,
  type LanguageModel,
  type ModelEvent,
  type ModelRequest,
  type OrchardError,
} from '@orchard-studio/core';
import { onTestFinished } from 'vitest';
import { createOpenAICompatibleModel, createOpenAIModel } from '../src/index.ts';
import { chatFormat } from './chat-format.ts';
import { type HttpDouble, startDouble } from './http-double.ts';
import { responsesFormat } from './responses-format.ts';

export const KEY = 'sk-double-0123456789';

type More<Make extends (options: never) => LanguageModel> = Partial<Parameters<Make>[0]>;
interface Setup {
  readonly double: HttpDouble;
  readonly model: LanguageModel;
}

/** OpenAI's double and a model that asks it. */
export async function openAI(more: More<typeof createOpenAIModel> = {}): Promise<Setup> {
  const double = await startDouble(responsesFormat(KEY));
  onTestFinished(() => double.close());
  const { baseURL } = double;
  return { double, model: createOpenAIModel({ apiKey: KEY, model: 'gpt-double', baseURL, ...more }) };
}

/** A double of chat completions, without a key, and a model that asks it. */
export async function compatible(more: More<typeof createOpenAICompatibleModel> = {}): Promise<Setup> {
  const double = await startDouble(chatFormat({ images: false, strict: false }));
  onTestFinished(() => double.close());
  const { baseURL } = double;
  return { double, model: createOpenAICompatibleModel({ model: 'double:7b', baseURL, ...more }) };
}

export const REQUEST: ModelRequest = {
  system: 'You build apps.',
  messages: [{ role: 'user', content: [{ type: 'text', text: 'A task tracker.' }] }],
  tools: [],
  toolChoice: 'auto',
  maxOutputTokens: 100,
};

/** All events of one answer. */
export async function eventsOf(model: LanguageModel, request = REQUEST): Promise<readonly ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const event of model.stream(request)) events.push(event);
  return events;
}

/** The error with which an answer ends. */
export async function errorOf(model: LanguageModel, request = REQUEST): Promise<OrchardError> {
  try {
    await eventsOf(model, request);
  } catch (error) {
    if (isOrchardError(error)) return error;
    throw error;
  }
  throw new Error('The answer did not fail.');
}

/** Events in short: `text`, `name(input)` and the reason of the end. */
export function short(events: readonly ModelEvent[]): string {
  return events
    .map((event) => {
      if (event.type === 'tool') return `|${event.name}:`;
      return event.type === 'finish' ? `|${event.reason}` : event.delta;
    })
    .join('');
}
