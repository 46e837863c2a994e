import { getEventListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { ModelEvent } from '@orchard-studio/core';
import { SCRIPTED_USAGE } from '@orchard-studio/testing';
import { describe, expect, it } from 'vitest';
import { type RawAnswer, sendPieces } from './double/anthropic-double.ts';
import { block, frame, messageEnd, messageStart, type WireEvent } from './double/wire-answer.ts';
import { hear, request, setUp, textOf } from './harness.ts';

const whole = (events: readonly WireEvent[], stopReason = 'end_turn'): readonly string[] =>
  [messageStart(SCRIPTED_USAGE), ...events, ...messageEnd(SCRIPTED_USAGE, stopReason)].map(frame);

const answering =
  (pieces: readonly (string | Buffer)[]): RawAnswer =>
  (response) => {
    sendPieces(response, pieces);
    response.end();
  };

async function heard(events: readonly WireEvent[], stopReason?: string): Promise<readonly ModelEvent[]> {
  const { double, model } = await setUp();
  double.answer(answering(whole(events, stopReason)));
  const { events: given, error } = await hear(model);
  expect(error).toBeUndefined();
  return given;
}

describe('the answer', () => {
  it.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['tool_use', 'tool'],
    ['max_tokens', 'max-tokens'],
    ['model_context_window_exceeded', 'max-tokens'],
    ['pause_turn', 'max-tokens'],
    ['refusal', 'refusal'],
    ['a_new_reason', 'stop'],
  ])('ends with %s as %s', async (stopReason, reason) => {
    expect(await heard([], stopReason)).toEqual([expect.objectContaining({ type: 'finish', reason })]);
  });

  it('leaves out thoughts, other blocks and fields that nobody knows', async () => {
    const delta = (index: number, inner: object): WireEvent => ({
      type: 'content_block_delta',
      index,
      delta: inner,
    });
    const start = (index: number, inner: object): WireEvent => ({
      type: 'content_block_start',
      index,
      content_block: inner,
      extra: 1,
    });
    const stop = (index: number): WireEvent => ({ type: 'content_block_stop', index });
    const events = await heard([
      start(0, { type: 'thinking', thinking: '', signature: '' }),
      delta(0, { type: 'thinking_delta', thinking: 'Hm.' }),
      delta(0, { type: 'signature_delta', signature: 'x' }),
      stop(0),
      start(1, { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: {} }),
      delta(1, { type: 'input_json_delta', partial_json: '{"query":1}' }),
      stop(1),
      start(2, { type: 'text', text: 'Y', news: true }),
      delta(2, { type: 'text_delta', text: 'es.' }),
      delta(2, { type: 'news_delta', news: 1 }),
      stop(2),
    ]);
    expect(events.map((event) => ('delta' in event ? event.delta : event.type))).toEqual([
      'Y',
      'es.',
      'finish',
    ]);
  });

  it('gives an empty object for the input of a tool without parameters', async () => {
    const events = await heard(block({ tool: 'stop', input: '' }, 0), 'tool_use');
    expect(events.slice(0, 2)).toEqual([
      { type: 'tool', name: 'stop' },
      { type: 'tool-input', delta: '{}' },
    ]);
  });

  it('counts tokens of the cache as input, by the newest numbers', async () => {
    const { double, model } = await setUp();
    const first = { inputTokens: 1_700, outputTokens: 0, cacheReadTokens: 1_000, cacheWriteTokens: 500 };
    const usage = { input_tokens: 300, cache_read_input_tokens: null, output_tokens: 7 };
    const end = { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage };
    double.answer(answering([messageStart(first), end, { type: 'message_stop' }].map(frame)));
    expect((await hear(model)).events).toEqual([
      {
        type: 'finish',
        reason: 'stop',
        model: 'claude-double-1-20261001',
        usage: { inputTokens: 1_800, outputTokens: 7, cacheReadTokens: 1_000, cacheWriteTokens: 500 },
      },
    ]);
  });

  it('passes on a megabyte of input as it comes: nothing twice, nothing held back', async () => {
    const input = JSON.stringify({ text: 'größer '.repeat(150_000) });
    const bits = block({ tool: 'write', input }, 0, 50).length - 3;
    const events = await heard(block({ tool: 'write', input }, 0, 50), 'tool_use');
    const deltas = events.flatMap((event) => (event.type === 'tool-input' ? [event.delta] : []));
    expect([deltas.length, deltas.join('') === input]).toEqual([bits, true]);
    // And in one event that arrives in many pieces.
    const { double, model } = await setUp();
    const body = Buffer.from(whole(block({ tool: 'write', input }, 0, input.length), 'tool_use').join(''));
    const pieces = Array.from({ length: Math.ceil(body.length / 4_096) }, (_, at) =>
      body.subarray(at * 4_096, (at + 1) * 4_096),
    );
    double.answer(answering(pieces));
    const [, one] = (await hear(model)).events;
    expect(one?.type === 'tool-input' && one.delta === input).toBe(true);
  });

  it('does not take a reader who pauses for a vendor who does', async () => {
    const { double, model } = await setUp({ silenceMs: 1_000 });
    const body = whole(block({ text: 'A long answer. '.repeat(20_000) }, 0)).join('');
    double.answer(answering([body]));
    let text = '';
    for await (const event of model.stream(request())) {
      if (text === '') await pause(2_000);
      if (event.type === 'text') text += event.delta;
    }
    expect(text.length).toBe(300_000);
    expect(double.received.length).toBe(1);
  });

  it('does not take pings for silence', async () => {
    const { double, model } = await setUp({ silenceMs: 600 });
    double.answer(async (response) => {
      sendPieces(response, [frame(messageStart(SCRIPTED_USAGE))]);
      for (let at = 0; at < 12; at += 1) {
        await pause(100);
        sendPieces(response, [frame({ type: 'ping' })]);
      }
      await answering(whole(block({ text: 'Yes.' }, 0)).slice(1))(response);
    });
    const { events, error } = await hear(model);
    expect([textOf(events), error, double.received.length]).toEqual(['Yes.', undefined, 1]);
  });

  it('does not wait for a connection that stays open after a whole message', async () => {
    const { double, model } = await setUp();
    double.answer((response) => sendPieces(response, whole(block({ text: 'Yes.' }, 0))));
    const { events, error } = await hear(model);
    expect([events.at(-1)?.type, error]).toEqual(['finish', undefined]);
    await double.received[0]?.ended;
  }, 20_000);

  it('gives up a silent answer of any `fetch`, and leaves nothing at a signal that lives on', async () => {
    const body = (): ReadableStream =>
      new ReadableStream({ start: (c) => c.enqueue(new TextEncoder().encode(':')) });
    const fetch = async (): Promise<Response> => new Response(body());
    const deaf = await setUp({ silenceMs: 200, maxRetries: 0, fetch });
    const abort = new AbortController();
    const asked = request({ signal: abort.signal });
    expect((await hear(deaf.model, asked)).error).toMatchObject({ code: 'TIMEOUT', retryable: true });
    const { double, model } = await setUp();
    double.answer({ says: [{ text: 'A long answer.' }] });
    await hear(model, asked);
    for await (const _ of model.stream(asked)) break;
    expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
    const left = hear(deaf.model, asked);
    setTimeout(() => abort.abort(), 50);
    expect((await left).error).toMatchObject({ code: 'CANCELLED' });
  });
});
