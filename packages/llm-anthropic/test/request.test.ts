import type { ModelRequest } from '@orchard-studio/core';
import { describe, expect, it } from 'vitest';
import { hear, request, setUp } from './harness.ts';

const tool = (name: string): ModelRequest['tools'][number] => ({
  name,
  description: `It is ${name}.`,
  inputSchema: {
    type: 'object',
    properties: { n: { type: 'integer' } },
    required: ['n'],
    additionalProperties: false,
  },
});
const CACHED = { cache_control: { type: 'ephemeral' } };
const text = (value: string) => ({ type: 'text', text: value }) as const;

async function sent(change: Partial<ModelRequest>, options: Parameters<typeof setUp>[0] = {}) {
  const { double, model } = await setUp(options);
  double.answer({ says: [{ text: 'Yes.' }] });
  expect((await hear(model, request(change))).error).toBeUndefined();
  return double.bodies[0] ?? {};
}

describe('the request', () => {
  it('caches tools and instructions as one prefix, with strict tools', async () => {
    const body = await sent({ tools: [tool('one'), tool('two')], toolChoice: 'required' });
    expect(body).toMatchObject({ model: 'claude-double-1', max_tokens: 100, stream: true });
    expect(body.system).toEqual([{ ...text('You build apps.'), ...CACHED }]);
    const { name, description, inputSchema } = tool('one');
    expect(body.tools).toEqual([
      { name, description, input_schema: inputSchema, strict: true },
      expect.not.objectContaining(CACHED),
    ]);
    expect(body.tool_choice).toEqual({ type: 'any' });
    expect(Object.keys(body)).not.toContain('thinking');
  });

  it('marks the last tool when there are no instructions', async () => {
    const { system, tools } = await sent({ system: ' \n', tools: [tool('one'), tool('two')] });
    expect(system).toBeUndefined();
    expect(tools).toEqual([expect.not.objectContaining(CACHED), expect.objectContaining(CACHED)]);
  });

  it('leaves out the choice of a tool when there is none', async () => {
    const body = await sent({ toolChoice: 'required' });
    expect([body.tools, body.tool_choice]).toEqual([undefined, undefined]);
  });

  it('asks for eager and for loose tools as it is told', async () => {
    const body = await sent({ tools: [tool('one')] }, { strictTools: false, eagerInputStreaming: true });
    const { name, description, inputSchema } = tool('one');
    expect(body.tools).toEqual([
      { name, description, input_schema: inputSchema, eager_input_streaming: true },
    ]);
  });

  it('is taken whatever is empty, and whoever speaks twice', async () => {
    const { messages } = await sent({
      messages: [
        { role: 'user', content: [text('')] },
        { role: 'assistant', content: [text('One?')] },
        { role: 'assistant', content: [text('\t'), text('Two?')] },
        { role: 'user', content: [text('A'), text(' ')] },
        { role: 'assistant', content: [] },
        { role: 'user', content: [text('B \ud83d')] },
      ],
    });
    expect(messages).toEqual([
      { role: 'user', content: [text('[An empty message.]')] },
      { role: 'assistant', content: [text('One?'), text('Two?')] },
      { role: 'user', content: [text('A'), text('B \ufffd')] },
    ]);
  });

  it('sends the bytes of a picture, not those around it', async () => {
    const data = new Uint8Array([9, 9, 1, 2, 3, 9]).subarray(2, 5);
    const { messages } = await sent({
      messages: [{ role: 'user', content: [{ type: 'image', mediaType: 'image/webp', data }] }],
    });
    const source = { type: 'base64', media_type: 'image/webp', data: 'AQID' };
    expect(messages).toEqual([{ role: 'user', content: [{ type: 'image', source }] }]);
  });
});
