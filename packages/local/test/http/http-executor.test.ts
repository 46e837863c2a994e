import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { ExecutorEvent, JsonObject } from '@orchard-studio/core';
import { executorRequest } from '@orchard-studio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpExecutor, type HttpExecutorOptions } from '../../src/http/http-executor.ts';

const seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];

const ROUTES: Readonly<Record<string, (response: ServerResponse, request: IncomingMessage) => void>> = {
  '/json': (response) => response.setHeader('content-type', 'application/json').end('{"n":1}'),
  '/text': (response) => response.setHeader('set-cookie', 'session=s3cret').end('hello'),
  '/large': (response) => response.end('x'.repeat(70_000)),
  '/away': (response) => response.writeHead(302, { location: `http://localhost:${port}/text` }).end(),
  '/here': (response) => response.writeHead(303, { location: '/json' }).end(),
  '/round': (response) => response.writeHead(307, { location: '/round' }).end(),
  '/busy': (response) => response.writeHead(503).end(),
  '/gone': (response) => response.writeHead(404).end(),
  '/half': (response, { socket }) => {
    response.writeHead(200, { 'content-length': '100' }).write('half');
    setImmediate(() => socket.destroy());
  },
  '/never': () => {},
};

let port = 0;
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { method = '', url = '', headers } = request;
  seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
  ROUTES[url.split('?')[0] ?? '']?.(response, request);
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function call(
  path: string,
  block: JsonObject = {},
  options: HttpExecutorOptions = {},
  signal = new AbortController().signal,
) {
  seen.length = 0;
  const events: ExecutorEvent[] = [];
  const context = {
    emit: (event: ExecutorEvent) => void events.push(event),
    beat: async () => undefined,
    readArtifact: async () => null,
    signal,
  };
  const request = executorRequest({ url: `http://127.0.0.1:${port}${path}`, ...block });
  return { outcome: await createHttpExecutor(options).execute(request, context), events, request };
}

describe('an http step', () => {
  it('puts out JSON as values and text as text, without session cookies', async () => {
    expect((await call('/json')).outcome).toMatchObject({
      status: 'succeeded',
      outputs: { status: 200, json: { n: 1 } },
    });
    const { outcome } = await call('/text');
    expect(outcome).toMatchObject({ outputs: { status: 200, body: 'hello' } });
    expect(JSON.stringify(outcome)).not.toContain('s3cret');
  });

  it('sends JSON or text, with a key that is the same for every attempt', async () => {
    const { request } = await call('/text', { body: { a: 1 }, headers: { authorization: 'Bearer t0ken' } });
    expect(seen[0]).toMatchObject({ method: 'POST', body: '{"a":1}' });
    expect(seen[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      authorization: 'Bearer t0ken',
      'idempotency-key': request.idempotencyKey,
    });
    await call('/text', { method: 'PUT', body: 'plain' });
    expect(seen[0]).toMatchObject({ method: 'PUT', body: 'plain' });
  });

  it('tells failures worth another attempt from the others', async () => {
    expect((await call('/busy')).outcome).toMatchObject({ status: 'failed', retryable: true });
    expect((await call('/gone')).outcome).toMatchObject({ status: 'failed', retryable: false });
    expect((await call('/gone', { expect: [404] })).outcome).toMatchObject({ status: 'succeeded' });
    expect((await call('/large')).outcome).toMatchObject({
      status: 'failed',
      retryable: false,
      error: { message: 'The answer is larger than 64 KB.' },
    });
    const refused = await createHttpExecutor().execute(executorRequest({ url: 'http://127.0.0.1:1/' }), {
      emit: () => {},
      beat: async () => undefined,
      readArtifact: async () => null,
      signal: new AbortController().signal,
    });
    expect(refused).toMatchObject({ status: 'failed', retryable: true, error: { code: 'UNREACHABLE' } });
    await expect(call('/half')).rejects.toMatchObject({ code: 'UNREACHABLE', retryable: true });
  });

  it('follows redirects within the host only, and not for ever', async () => {
    expect((await call('/here', { body: 'x' })).outcome).toMatchObject({ outputs: { json: { n: 1 } } });
    expect(seen.map(({ method }) => method)).toEqual(['POST', 'GET']);
    const { outcome } = await call('/away', { headers: { authorization: 'Bearer t0ken' } });
    expect(outcome).toMatchObject({
      status: 'failed',
      error: { message: expect.stringContaining('another host') },
    });
    expect(seen).toHaveLength(1);
    expect((await call('/round')).outcome).toMatchObject({
      error: { message: expect.stringContaining('more than 5') },
    });
    expect((await call('/here', { redirects: 'none', expect: 303 })).outcome).toMatchObject({
      status: 'succeeded',
    });
  });

  it('asks the host of the process before every hop', async () => {
    const asked: string[] = [];
    const allow = (url: URL): boolean => asked.push(url.pathname) < 2;
    const { outcome } = await call('/here', {}, { allow });
    expect(asked).toEqual(['/here', '/json']);
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'FORBIDDEN' }, retryable: false });
    expect(seen).toHaveLength(1);
  });

  it('keeps queries, headers and bodies out of logs and errors', async () => {
    const secret = 'k3y-of-the-house';
    const block = { headers: { authorization: secret }, body: secret };
    const { outcome, events } = await call(`/gone?key=${secret}`, block);
    expect(JSON.stringify([outcome, events])).not.toContain(secret);
    await expect(call('', { url: `ftp://${secret}` })).rejects.toThrow(/^(?!.*k3y)/);
    await expect(call('', { url: `http://user:${secret}@host/` })).rejects.toThrow(/^(?!.*k3y).*header/);
    await expect(call('/json', { headers: { a: `${secret}\n` } })).resolves.toBeDefined();
    await expect(call('/json', { headers: { a: `${secret}\nb` } })).rejects.toThrow(/^(?!.*k3y)/);
  });

  it('ends with its signal', async () => {
    const abort = new AbortController();
    const work = call('/never', {}, {}, abort.signal);
    while (seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
    abort.abort(new Error('too slow'));
    await expect(work).rejects.toThrow('too slow');
  });
});
