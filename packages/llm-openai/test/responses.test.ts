import type { JsonObject } from '@orchard-studio/core';
import { describe, expect, it } from 'vitest';
import { event } from './reading.ts';
import { errorOf, eventsOf, openAI, REQUEST, short } from './setup.ts';

const send = (type: string, fields: JsonObject = {}): string => event(type, { type, ...fields });
const added = (output_index: number, name: string): string =>
  send('response.output_item.added', { output_index, item: { type: 'function_call', name, arguments: '' } });
const input = (output_index: number, delta: string): string =>
  send('response.function_call_arguments.delta', { output_index, delta });
const done = (output_index: number, text: string): string =>
  send('response.output_item.done', { output_index, item: { type: 'function_call', arguments: text } });
const end = (response: JsonObject = {}, type = 'completed'): string =>
  send(`response.${type}`, { response: { model: 'gpt', usage: null, ...response } });

const HEARD: readonly (readonly [what: string, heard: string, ...frames: readonly string[]])[] = [
  [
    'calls whose parts are mixed',
    '|a:{1}|b:{2}|tool',
    added(1, 'a'),
    added(2, 'b'),
    input(2, '{2'),
    input(1, '{'),
    input(2, '}'),
    input(1, '1}'),
    done(1, '{1}'),
    done(2, '{2}'),
    end(),
  ],
  ['input that comes whole', '|a:{1}|tool', added(0, 'a'), done(0, '{1}'), end()],
  [
    'a refusal',
    'No.|refusal',
    send('response.refusal.delta', { delta: 'No.' }),
    send('response.refusal.done', { refusal: 'No.' }),
    end(),
  ],
  ['a filter', '|refusal', end({ incomplete_details: { reason: 'content_filter' } }, 'incomplete')],
  [
    'a call that is cut off',
    '|a:{"x|max-tokens',
    added(0, 'a'),
    input(0, '{"x'),
    end({ incomplete_details: { reason: 'max_output_tokens' } }, 'incomplete'),
  ],
];

describe('what the Responses API sends', () => {
  it.each(HEARD)('%s', async (_, heard, ...frames) => {
    const { double, model } = await openAI();
    double.answer({ body: frames.join('') });
    expect(short(await eventsOf(model))).toBe(heard);
  });

  it('passes the first call on before the second has come', async () => {
    const { double, model } = await openAI();
    double.answer({ body: added(0, 'a') + added(1, 'b') + input(1, '{2}') + input(0, '{1}'), hangs: true });
    const heard: string[] = [];
    for await (const one of model.stream(REQUEST)) {
      heard.push(short([one]));
      if (heard.length === 2) break;
    }
    expect(heard).toEqual(['|a:', '{1}']);
    await double.received[0]?.ended;
  });

  it.each([
    ['rate_limit_exceeded', 'MODEL_RATE_LIMITED'],
    ['server_error', 'MODEL_UNAVAILABLE'],
    ['invalid_prompt', 'MODEL_REJECTED'],
    ['image_too_large', 'MODEL_REJECTED'],
    ['insufficient_quota', 'MODEL_REJECTED'],
    ['something_new', 'MODEL_UNAVAILABLE'],
  ])('a response that failed with %s is %s', async (code, expected) => {
    const { double, model } = await openAI({ maxRetries: 0 });
    double.answer({ body: end({ error: { code, message: 'Sorry.' } }, 'failed') });
    expect(await errorOf(model)).toMatchObject({ code: expected, details: { code } });
    double.answer({ body: send('error', { code, message: 'Sorry.', param: null }) });
    expect(await errorOf(model)).toMatchObject({
      code: expected,
      message: expect.stringContaining('Sorry.'),
    });
  });
});

it('sends nothing that changes before what stays the same, and how long to think', async () => {
  const { double, model } = await openAI({
    reasoningEffort: 'low',
    organization: 'org-1',
    project: 'proj-1',
  });
  double.answer({ says: [] });
  await eventsOf(model);
  const [{ body, headers } = { body: {}, headers: {} }] = double.raw;
  expect(body).toEqual({
    model: 'gpt-double',
    instructions: 'You build apps.',
    input: [{ role: 'user', content: [{ type: 'input_text', text: 'A task tracker.' }] }],
    reasoning: { effort: 'low' },
    max_output_tokens: 100,
    store: false,
    stream: true,
  });
  expect(headers).toMatchObject({ 'openai-organization': 'org-1', 'openai-project': 'proj-1' });
});
