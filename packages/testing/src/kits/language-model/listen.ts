import type { LanguageModel, ModelEvent, ModelRequest } from '@orchard-studio/core';
import { ensure, same } from '../../kit/expect.ts';

/** A request that any model takes. */
export function modelRequest(change: Partial<ModelRequest> = {}): ModelRequest {
  return {
    system: 'You build apps.',
    messages: [{ role: 'user', content: [{ type: 'text', text: 'A task tracker.' }] }],
    tools: [
      {
        name: 'change_plan',
        description: 'Changes the plan.',
        inputSchema: {
          type: 'object',
          properties: { feature: { type: 'string', description: 'Its name.' } },
          required: ['feature'],
          additionalProperties: false,
        },
      },
    ],
    toolChoice: 'auto',
    maxOutputTokens: 1_000,
    ...change,
  };
}

/** What a model said, put together. */
export interface Heard {
  text: string;
  readonly calls: { readonly name: string; input: string }[];
  finish: Extract<ModelEvent, { type: 'finish' }> | undefined;
}

/** Listens to the end, and gives what was said also when it ends badly: then `error` is set. */
export async function listen(
  model: LanguageModel,
  request: ModelRequest,
): Promise<Heard & { readonly error: unknown }> {
  const heard: Heard = { text: '', calls: [], finish: undefined };
  try {
    for await (const event of model.stream(request)) add(heard, event);
  } catch (error) {
    ensure(error !== undefined, 'What is thrown must be an error.');
    return { ...heard, error };
  }
  return { ...heard, error: undefined };
}

/** Listens to the end, which must be a good one. */
export async function hear(
  model: LanguageModel,
  request: ModelRequest,
): Promise<Heard & { readonly finish: NonNullable<Heard['finish']> }> {
  const { error, ...heard } = await listen(model, request);
  if (error !== undefined) throw error;
  const { finish } = heard;
  if (finish === undefined) throw new Error('The last event must be `finish`.');
  return { ...heard, finish };
}

function add(heard: Heard, event: ModelEvent): void {
  ensure(heard.finish === undefined, 'Nothing may come after `finish`.');
  if (event.type === 'text') heard.text += event.delta;
  else if (event.type === 'tool') heard.calls.push({ name: event.name, input: '' });
  else if (event.type === 'finish') heard.finish = event;
  else {
    const call = heard.calls.at(-1);
    if (call === undefined) throw new Error('The input of a tool may only come after `tool`.');
    call.input += event.delta;
  }
}

/** Fails unless exactly this was said. */
export function sameSaid(
  { text, calls }: Pick<Heard, 'text' | 'calls'>,
  expected: { readonly text: string; readonly calls?: readonly { name: string; input: string }[] },
): void {
  same(text, expected.text, 'The text');
  same(calls, expected.calls ?? [], 'The calls of tools');
}
