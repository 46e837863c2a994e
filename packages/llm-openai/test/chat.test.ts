import { describe, expect, it } from 'vitest';
import { DONE, delta, usageChunk } from './chat-format.ts';
import { data } from './reading.ts';
import { compatible, errorOf, eventsOf, REQUEST, short } from './setup.ts';

const call = (index: number | null, more: object): string =>
  delta({ tool_calls: [JSON.parse(JSON.stringify({ ...(index === null ? {} : { index }), ...more }))] });
const input = (bits: string) => ({ function: { arguments: bits } });
const begin = (id: string, name: string, bits = '') => ({
  id,
  type: 'function',
  function: { name, arguments: bits },
});
const end = (reason: string): string => delta({}, reason);

const COUNTS = { inputTokens: 7, outputTokens: 3, cacheReadTokens: 2, cacheWriteTokens: 0 };

/** What servers send, and what is heard of it. */
const HEARD: readonly (readonly [what: string, heard: string, ...frames: readonly string[]])[] = [
  ['text and a reason', 'Hi|stop', delta({ content: 'Hi' }), end('stop'), DONE],
  ['no end mark', 'Hi|stop', delta({ content: 'Hi' }), end('stop')],
  ['no reason, only the end mark', 'Hi|stop', delta({ content: 'Hi' }), DONE],
  ['no reason, only the counts', 'Hi|stop', delta({ content: 'Hi' }), usageChunk(COUNTS)],
  [
    'an error after the end',
    'Hi|stop',
    delta({ content: 'Hi' }),
    end('stop'),
    data({ error: 'usage failed' }),
  ],
  ['a reason of its own', 'Hi|stop', delta({ content: 'Hi' }), end('eos'), DONE],
  ['stop after a call', '|a:{}|tool', call(0, begin('1', 'a', '{}')), end('stop'), DONE],
  ['calls without any call', 'Hi|stop', delta({ content: 'Hi' }), end('tool_calls'), DONE],
  ['a call that is cut off', '|a:{"x|max-tokens', call(0, begin('1', 'a', '{"x')), end('length'), DONE],
  [
    'a call without input',
    '|a:|tool',
    call(0, { id: '1', function: { name: 'a' } }),
    end('tool_calls'),
    DONE,
  ],
  [
    'input that is no string',
    '|a:{"x":1}|tool',
    call(0, { function: { name: 'a', arguments: { x: 1 } } }),
    end('stop'),
  ],
  [
    'calls whose parts are mixed',
    '|a:{1}|b:{2}|c:{}|tool',
    call(0, begin('1', 'a', '{')),
    call(1, begin('2', 'b', '{')),
    call(1, input('2}')),
    call(0, input('1}')),
    call(2, begin('3', 'c', '{}')),
    end('tool_calls'),
    DONE,
  ],
  [
    'id and name with every part',
    '|a:{1}|tool',
    call(0, begin('1', 'a', '{')),
    call(0, begin('1', 'a', '1}')),
    end('tool_calls'),
    DONE,
  ],
  [
    'a new id with every part',
    '|a:{1}|tool',
    call(0, begin('1', 'a', '{')),
    call(0, { id: '2', ...input('1}') }),
    end('tool_calls'),
    DONE,
  ],
  [
    'index 0 for every call',
    '|a:{1}|b:{2}|tool',
    call(0, begin('1', 'a', '{1}')),
    call(0, begin('2', 'b', '{2}')),
    end('tool_calls'),
    DONE,
  ],
  [
    'no index',
    '|a:{1}|b:{2}|tool',
    call(null, begin('1', 'a', '{')),
    call(null, input('1}')),
    call(null, begin('2', 'b', '{2}')),
    end('tool_calls'),
    DONE,
  ],
  [
    'the older way to call',
    '|a:{1}|tool',
    delta({ function_call: { name: 'a', arguments: '{' } }),
    delta({ function_call: { arguments: '1}' } }),
    end('function_call'),
    DONE,
  ],
  ['a refusal', 'No.|refusal', delta({ refusal: 'No.' }), end('stop'), DONE],
  ['a filter', 'I|refusal', delta({ content: 'I' }), end('content_filter'), DONE],
  [
    'nulls and fields left out',
    'Hi|stop',
    data({ choices: null }),
    data({ choices: [{}] }),
    data({ choices: [{ delta: null }] }),
    data({ choices: [{ delta: { content: 'Hi', tool_calls: null } }] }),
    data({ choices: [{ finish_reason: 'stop' }] }),
  ],
];

describe('what servers of chat completions send', () => {
  it.each(HEARD)('%s', async (_, heard, ...frames) => {
    const { double, model } = await compatible();
    double.answer({ body: frames.join('') });
    expect(short(await eventsOf(model))).toBe(heard);
  });

  it('counts tokens wherever they come, and none when they do not', async () => {
    const { double, model } = await compatible();
    const usage = { prompt_tokens: 7, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 2 } };
    for (const [body, counts] of [
      [end('stop') + usageChunk(COUNTS) + DONE, COUNTS],
      [data({ choices: [{ delta: {}, finish_reason: 'stop' }], usage }) + DONE, COUNTS],
      [end('stop') + DONE, { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 }],
    ] as const) {
      double.answer({ body });
      expect((await eventsOf(model)).at(-1)).toMatchObject({ type: 'finish', usage: counts });
    }
  });

  it('does not wait for a server that keeps the connection open after the counts', async () => {
    const { double, model } = await compatible();
    double.answer({ body: end('stop') + usageChunk(COUNTS), hangs: true });
    expect(short(await eventsOf(model))).toBe('|stop');
    await double.received[0]?.ended;
  });

  it('takes a stream whose text looks like an end mark for broken', async () => {
    const { double, model } = await compatible();
    double.answer({ body: delta({ content: '\ndata: [DONE]' }) });
    expect((await errorOf(model)).code).toBe('MODEL_UNAVAILABLE');
  });

  it('tries a stream again that breaks before it says anything, three times in all', async () => {
    const { double, model } = await compatible();
    double.answer({ body: data({ error: 'loading' }) }, { body: '' }, { says: [{ text: 'Yes.' }] });
    expect(short(await eventsOf(model))).toBe('Yes.|stop');
    double.answer({ body: '' });
    expect((await errorOf(model)).code).toBe('MODEL_UNAVAILABLE');
    expect(double.received).toHaveLength(6);
  });

  it('takes comments for signs of life', async () => {
    let at = 0;
    const frames = [
      ...Array<string>(6).fill(': still loading\n\n'),
      delta({ content: 'Hi' }),
      end('stop'),
      DONE,
    ];
    const body = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        const frame = frames[at++];
        if (frame === undefined) controller.close();
        else controller.enqueue(new TextEncoder().encode(frame));
      },
    });
    const { model } = await compatible({
      silenceMs: 400,
      fetch: async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } }),
    });
    expect(short(await eventsOf(model))).toBe('Hi|stop');
  });

  it('passes a megabyte of input on as it comes', async () => {
    const { double, model } = await compatible();
    const bits = Array.from({ length: 4_000 }, (_, at) => `${at}`.padEnd(256, 'x'));
    const frames = bits.map((bit, at) => call(0, at === 0 ? begin('1', 'a', bit) : input(bit)));
    double.answer({ body: frames.join('') + end('tool_calls') + DONE });
    const events = await eventsOf(model);
    // One event for each part: nothing was put together or said again.
    expect(events).toHaveLength(bits.length + 2);
    expect(short(events)).toBe(`|a:${bits.join('')}|tool`);
  });
});

it('names the limit and leaves the counts out as it is told to', async () => {
  const sent: unknown[] = [];
  const { model } = await compatible({
    maxTokensField: 'max_completion_tokens',
    includeUsage: false,
    fetch: async (_, init) => {
      sent.push(JSON.parse(String(init?.body)));
      return new Response(end('stop') + DONE, { headers: { 'content-type': 'text/event-stream' } });
    },
  });
  await eventsOf(model, { ...REQUEST, toolChoice: 'required' });
  expect(sent).toEqual([
    {
      model: 'double:7b',
      messages: [
        { role: 'system', content: 'You build apps.' },
        { role: 'user', content: 'A task tracker.' },
      ],
      max_completion_tokens: 100,
      stream: true,
    },
  ]);
});
