import type { LanguageModel, ModelEvent, ModelRequest } from '@orchard-studio/core';
import { onTestFinished } from 'vitest';
import { type AnthropicModelOptions, createAnthropicModel } from '../src/index.ts';
import { type AnthropicDouble, startDouble } from './double/anthropic-double.ts';

/** A double, and a model that asks it. Both go with the test. */
export async function setUp(
  options: Partial<AnthropicModelOptions> = {},
): Promise<{ readonly double: AnthropicDouble; readonly model: LanguageModel }> {
  const double = await startDouble();
  onTestFinished(() => double.close());
  const made = { apiKey: double.key, model: 'claude-double-1', baseURL: double.url };
  return { double, model: createAnthropicModel({ ...made, ...options }) };
}

/** A small request. */
export const request = (change: Partial<ModelRequest> = {}): ModelRequest => ({
  system: 'You build apps.',
  messages: [{ role: 'user', content: [{ type: 'text', text: 'A task tracker.' }] }],
  tools: [],
  toolChoice: 'auto',
  maxOutputTokens: 100,
  ...change,
});

/** All events, and what was thrown after them. */
export async function hear(
  model: LanguageModel,
  asked: ModelRequest = request(),
): Promise<{ readonly events: readonly ModelEvent[]; readonly error: unknown }> {
  const events: ModelEvent[] = [];
  try {
    for await (const event of model.stream(asked)) events.push(event);
    return { events, error: undefined };
  } catch (error) {
    return { events, error };
  }
}

/** What was said to the user. */
export const textOf = (events: readonly ModelEvent[]): string =>
  events.map((event) => (event.type === 'text' ? event.delta : '')).join('');
