import { inspect } from 'node:util';
import { Secret } from '@orchard-studio/core';
import { createManualClock } from '@orchard-studio/testing';
import { describe, expect, it } from 'vitest';
import { createOpenAICompatibleModel, createOpenAIModel } from '../src/index.ts';
import { compatible, errorOf, eventsOf, KEY, openAI, REQUEST } from './setup.ts';

const json = (body: unknown): string => JSON.stringify(body);
const QUOTA = {
  message: 'You exceeded your current quota, please check your plan and billing details.',
  type: 'insufficient_quota',
  param: null,
  code: 'insufficient_quota',
};

describe('errors of the vendor', () => {
  it('asks an account without credit once, and says what helps', async () => {
    const { double, model } = await openAI();
    double.answer({ status: 429, body: json({ error: QUOTA }) });
    const error = await errorOf(model);
    expect(error).toMatchObject({ code: 'MODEL_REJECTED', retryable: false });
    expect(error.message).toMatch(/no credit left: You exceeded .* Add credit/);
    expect(double.received).toHaveLength(1);
  });

  it('does not wait for long, but says how long', async () => {
    const { double, model } = await openAI();
    double.answer({
      status: 429,
      headers: { 'retry-after': '45' },
      body: json({ error: { message: 'Slow.' } }),
    });
    expect(await errorOf(model)).toMatchObject({ code: 'MODEL_RATE_LIMITED', retryAfterMs: 45_000 });
    expect(double.received).toHaveLength(1);
  });

  it.each([
    [
      400,
      { error: { message: 'Too long.', code: 'context_length_exceeded' } },
      /too large.* Too long\. Shorten/,
    ],
    [401, { error: { message: 'Wrong key.' } }, /key: Wrong key\. Check apiKey/],
    [404, { error: 'model "x" not found' }, /model "double:7b" at http.*: model "x" not found\. Check model/],
    [400, { object: 'error', message: 'Bad tool.', code: 400 }, /Bad tool\./],
    [422, { detail: 'Unknown field.' }, /Unknown field\./],
    [403, '<html>Forbidden</html>', /<html>Forbidden/],
  ])('quotes a %i, wherever the server put its message', async (status, body, message) => {
    const { double, model } = await compatible();
    double.answer({ status, body: typeof body === 'string' ? body : json(body) });
    expect(await errorOf(model)).toMatchObject({
      code: 'MODEL_REJECTED',
      message: expect.stringMatching(message),
      details: { status },
    });
  });

  it('quotes an error within the stream by the status it names', async () => {
    const { double, model } = await compatible();
    for (const body of [
      { error: { message: 'Bad tool.', type: 'BadRequestError', code: 400 } },
      { object: 'error', message: 'Bad tool.', code: 400 },
    ]) {
      double.answer({ body: `data: ${json(body)}\n\n` });
      expect(await errorOf(model)).toMatchObject({
        code: 'MODEL_REJECTED',
        message: expect.stringMatching(/Bad tool/),
      });
    }
  });

  it('takes an answer that is no stream for a wrong address', async () => {
    const { double, model } = await compatible();
    double.answer({
      headers: { 'content-type': 'application/json' },
      body: '{"error":"Unexpected endpoint"}',
    });
    const error = await errorOf(model);
    expect(error.code).toBe('MODEL_REJECTED');
    expect(error.message).toMatch(/Unexpected endpoint.*baseURL.*\/v1/);
  });

  it('names the address that nobody answers at', async () => {
    const model = createOpenAICompatibleModel({
      baseURL: 'http://127.0.0.1:9/v1',
      model: 'x',
      maxRetries: 0,
    });
    const error = await errorOf(model);
    expect(error.code).toBe('MODEL_UNAVAILABLE');
    expect(error.message).toMatch(/http:\/\/127\.0\.0\.1:9\/v1: .+ Check that the server runs/);
  });
});

describe('what must not be told', () => {
  it('is in no error and no inspection', async () => {
    const gateway = new Secret('gateway-token-123');
    const { double, model } = await openAI({ defaultHeaders: { 'x-gateway': gateway } });
    const told = [inspect(model, { depth: 9, showHidden: true })];
    const echo = `Bad: ${KEY} gateway-token-123`;
    for (const body of [json({ error: { message: echo, code: echo, type: echo, param: echo } }), echo]) {
      double.answer({ status: 401, body });
      told.push(inspect(await errorOf(model), { depth: 9, showHidden: true }));
    }
    double.answer({
      body: `event: error\ndata: ${json({ message: echo, code: 'invalid_prompt' })}\n\n`,
    });
    told.push(inspect(await errorOf(model), { depth: 9, showHidden: true }));
    double.answer({ headers: { 'content-type': 'text/html' }, body: echo });
    told.push(inspect(await errorOf(model), { depth: 9, showHidden: true }));
    expect(told.join('\n')).not.toMatch(/sk-double|gateway-token/);
    expect(double.raw[0]?.headers['x-gateway']).toBe('gateway-token-123');
  });

  it.each([
    [{ apiKey: '' }, /apiKey is missing/],
    [{ apiKey: `${KEY}\n` }, /apiKey cannot be sent/],
    [{ apiKey: new Secret(`${KEY}ß`) }, /apiKey cannot be sent/],
    [{ baseURL: 'localhost:1234' }, /baseURL must be an address/],
    [{ baseURL: `http://user:${KEY}@localhost/v1` }, /must not contain a user/],
    [{ baseURL: `http://localhost/v1?key=${KEY}` }, /or a query/],
    [{ model: ' ' }, /model must name/],
    [{ silenceMs: 0 }, /silenceMs must be/],
    [{ maxRetries: -1 }, /maxRetries must be/],
  ])('option %# that cannot be used is refused without it', (wrong, message) => {
    const make = () => createOpenAIModel({ apiKey: KEY, model: 'gpt', ...wrong });
    expect(make).toThrow(message);
    expect(make).not.toThrow(KEY);
  });
});

it('does not take a slow reader for a silent server', async () => {
  const clock = createManualClock();
  const { double, model } = await compatible({ clock, silenceMs: 1_000 });
  double.answer({ says: [{ text: 'A long text in several pieces.' }] });
  let text = '';
  for await (const event of model.stream(REQUEST)) {
    await clock.advance(5_000);
    if (event.type === 'text') text += event.delta;
  }
  expect(text).toBe('A long text in several pieces.');
  expect(clock.sleepers).toBe(0);
});

it('gives up a server that never answers, after it tried again', async () => {
  let asked = 0;
  const model = createOpenAIModel({
    apiKey: KEY,
    model: 'gpt',
    silenceMs: 50,
    maxRetries: 1,
    fetch: (_, init) =>
      new Promise((_resolve, reject) => {
        asked += 1;
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
      }),
  });
  expect(await errorOf(model)).toMatchObject({ code: 'TIMEOUT', retryable: true });
  expect(asked).toBe(2);
});

it('leaves no listener on the signal of many requests', async () => {
  const { double, model } = await compatible();
  double.answer({ says: [{ text: 'Yes.' }] });
  const { signal } = new AbortController();
  let listeners = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...all: Parameters<typeof add>) => {
    listeners += 1;
    add(...all);
  };
  signal.removeEventListener = (...all: Parameters<typeof remove>) => {
    listeners -= 1;
    remove(...all);
  };
  for (let at = 0; at < 3; at += 1) await eventsOf(model, { ...REQUEST, signal });
  expect(listeners).toBe(0);
});
