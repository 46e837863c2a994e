import { inspect } from 'node:util';
import { type Logger, OrchardError, Secret } from '@orchard-studio/core';
import { createManualClock } from '@orchard-studio/testing';
import { describe, expect, it } from 'vitest';
import { createAnthropicModel } from '../src/index.ts';
import { type RawAnswer, sendError, sendPieces } from './double/anthropic-double.ts';
import { errorOf, frame, messageStart } from './double/wire-answer.ts';
import { hear, request, setUp, textOf } from './harness.ts';

const USAGE = { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 };
const refusing =
  (status: number, headers: Parameters<typeof sendError>[2] = {}): RawAnswer =>
  (response) =>
    sendError(response, status, headers);

/** It begins to answer, and fails before it says anything. */
const failingEarly =
  (status: number): RawAnswer =>
  (response) => {
    sendPieces(response, [frame(messageStart(USAGE)), frame({ type: 'error', error: errorOf(status) })]);
    response.end();
  };

async function failing(answer: RawAnswer, options: Parameters<typeof setUp>[0] = {}) {
  const { double, model } = await setUp({ maxRetries: 0, ...options });
  double.answer(answer);
  const { error } = await hear(model);
  if (!(error instanceof OrchardError))
    throw new Error('It must fail with an OrchardError.', { cause: error });
  return { error, double };
}

describe('errors', () => {
  it.each([
    [401, 'MODEL_REJECTED', 'Check `apiKey`'],
    [402, 'MODEL_REJECTED', 'billing'],
    [403, 'MODEL_REJECTED', 'workspace'],
    [404, 'MODEL_REJECTED', '`model`, and `baseURL`'],
    [413, 'MODEL_REJECTED', 'smaller pictures'],
    [400, 'MODEL_REJECTED', 'The vendor says 400'],
    [422, 'MODEL_REJECTED', 'use another model'],
    [409, 'MODEL_UNAVAILABLE', 'Try again soon'],
    [429, 'MODEL_RATE_LIMITED', 'raise the limit in the Claude Console'],
    [500, 'MODEL_UNAVAILABLE', 'fails (500)'],
    [529, 'MODEL_UNAVAILABLE', 'is overloaded'],
  ])('tells %i as %s, and what to do', async (status, code, advice) => {
    const { error } = await failing(refusing(status));
    expect(error).toMatchObject({ code, details: { status, requestId: 'req_01Double' } });
    expect(error.message).toContain(advice);
    // The same, when the answer had begun.
    if (errorOf(status).type === 'api_error') return;
    expect((await failing(failingEarly(status))).error.code).toBe(code);
  });

  it('reads how long to wait from the used-up limits when nothing else says it', async () => {
    const now = '2026-10-21T12:00:00Z';
    const { error } = await failing(
      refusing(429, {
        'anthropic-ratelimit-requests-remaining': '3',
        'anthropic-ratelimit-requests-reset': '2026-10-21T12:09:00Z',
        'anthropic-ratelimit-output-tokens-remaining': '0',
        'anthropic-ratelimit-output-tokens-reset': '2026-10-21T12:00:30Z',
      }),
      { clock: createManualClock(now) },
    );
    expect(error.retryAfterMs).toBe(30_000);
  });

  it('gives up at once when the vendor asks for a longer wait than it may', async () => {
    const { error, double } = await failing(refusing(429, { 'retry-after': '11' }), { maxRetries: 2 });
    expect([error.code, error.retryAfterMs, double.received.length]).toEqual([
      'MODEL_RATE_LIMITED',
      11_000,
      1,
    ]);
  });

  it.each([
    ['an error', failingEarly(529)],
    ['a cut', (response) => void response.destroy()],
    ['silence', () => {}],
    ['silence after it began', (response) => sendPieces(response, [frame(messageStart(USAGE))])],
    ['a page', (response) => void response.end('<html>Log in</html>')],
  ] satisfies [string, RawAnswer][])('tries again after %s, while nothing was said', async (_, answer) => {
    const { double, model } = await setUp({ silenceMs: 1_000, maxRetries: 1 });
    double.answer(answer, { says: [{ text: 'Yes.' }] });
    const { events, error } = await hear(model);
    expect([textOf(events), error, double.received.length]).toEqual(['Yes.', undefined, 2]);
  });

  it('counts all tries together', async () => {
    const { error, double } = await failing(failingEarly(529), { maxRetries: 2 });
    expect([error.code, double.received.length]).toEqual(['MODEL_UNAVAILABLE', 3]);
    const mixed = await setUp({ maxRetries: 2 });
    mixed.double.answer(failingEarly(529), refusing(500), failingEarly(529), { says: [] });
    expect((await hear(mixed.model)).error).toMatchObject({ code: 'MODEL_UNAVAILABLE' });
    expect(mixed.double.received.length).toBe(3);
  });

  it('does not wait for its own next try when it is aborted', async () => {
    const { double, model } = await setUp({ clock: createManualClock() });
    const abort = new AbortController();
    double.answer((response) => {
      failingEarly(529)(response);
      setTimeout(() => abort.abort(), 100);
    });
    const { error } = await hear(model, request({ signal: abort.signal }));
    expect(error).toMatchObject({ code: 'CANCELLED' });
    expect(double.received.length).toBe(1);
  });

  it('says that nothing is there, and where it looked', async () => {
    const model = createAnthropicModel({
      apiKey: 'k',
      model: 'm',
      baseURL: 'http://127.0.0.1:1',
      maxRetries: 0,
    });
    expect((await hear(model)).error).toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: expect.stringMatching(/^127\.0\.0\.1:1 was not reached \(.+\)\. Check the network/),
    });
  });

  it('refuses options that cannot work, without showing the key', () => {
    const make = (change: object) => () => createAnthropicModel({ apiKey: 'k', model: 'm', ...change });
    expect(make({ apiKey: '' })).toThrow('`apiKey`');
    expect(make({ apiKey: 'sk-secret\n' })).toThrow(/^(?!.*sk-secret).*`apiKey`/s);
    expect(make({ model: ' ' })).toThrow('`model`');
    expect(make({ baseURL: 'api.anthropic.com' })).toThrow('`baseURL`');
    expect(make({ silenceMs: 0.5 })).toThrow('`silenceMs`');
  });

  it('never tells the key, even when the vendor repeats it', async () => {
    const logged: unknown[] = [];
    const log = (...line: unknown[]): void => void logged.push(line);
    const logger: Logger = { debug: log, info: log, warn: log, error: log };
    const { double, model } = await setUp({ logger });
    const told: unknown[] = [model, createAnthropicModel({ apiKey: new Secret(double.key), model: 'm' })];
    const echo: RawAnswer = (response) => sendError(response, 401, { message: `No such key: ${double.key}` });
    const page: RawAnswer = (response) => void response.writeHead(500).end(`<p>${double.key}</p>`);
    const nonsense: RawAnswer = (response) => {
      sendPieces(response, [`event: x\ndata: ${double.key}\n\n`]);
      response.end();
    };
    for (const answer of [echo, page, nonsense]) {
      double.answer(answer);
      const { error } = await hear(model);
      expect(error).toBeInstanceOf(OrchardError);
      told.push(error);
    }
    expect(logged.length).toBeGreaterThan(0);
    const shown = inspect([told, logged], { depth: 20, showHidden: true }) + JSON.stringify([told, logged]);
    expect(shown).toContain('[redacted]');
    expect(shown).not.toContain(double.key.slice(0, 20));
  });
});
