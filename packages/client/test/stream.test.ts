import { once } from 'node:events';
import { type OperationEvent, OrchardError } from '@orchard-studio/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ClientOptions, createClient, type StreamState } from '../src/index.ts';
import { END, event, log, OPERATION_ID, sse } from './fixtures.ts';
import { type Handler, sendJson, serve } from './http-server.ts';

/** Time that does not pass by itself: waits between tries end at once, silences never. */
function instantClock() {
  const waits: number[] = [];
  const sleep = (ms: number, signal?: AbortSignal): Promise<void> => {
    if (ms < IDLE_MS) waits.push(ms);
    if (ms < IDLE_MS) return Promise.resolve();
    return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
  };
  return { waits, clock: { sleep } };
}

const IDLE_MS = 60_000;

const afterOf = (url: string | undefined): number =>
  Number(new URL(url ?? '', 'http://host').searchParams.get('after'));

/** Serves a log as the real server does: from the cursor on, then the end; nothing left to say is a 204. */
function logHandler(events: readonly OperationEvent[], cutAt: () => number | undefined): Handler {
  return (request, response) => {
    const rest = events.filter(({ seq }) => seq > afterOf(request.url));
    if (rest.length === 0) return response.writeHead(204).end();
    const bytes = Buffer.from(`: hello\n\n${rest.map(sse).join('')}${END}`);
    const cut = cutAt();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (cut === undefined) return response.end(bytes);
    const part = bytes.subarray(0, cut % bytes.length);
    return response.write(part, () => response.destroy());
  };
}

async function collect(
  options: ClientOptions & { readonly after?: number; readonly onState?: (state: StreamState) => void },
): Promise<readonly number[]> {
  const seen: number[] = [];
  const { after = 0, onState = () => undefined } = options;
  const stream = createClient(options).operations.stream({ operationId: OPERATION_ID, after, onState });
  for await (const { seq } of stream) seen.push(seq);
  return seen;
}

const upTo = (count: number, from = 1): readonly number[] =>
  Array.from({ length: count - from + 1 }, (_, index) => from + index);

test('connections cut at any byte leave no gap and no duplicate', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 12 }),
      fc.array(fc.nat({ max: 4_000 }), { maxLength: 8 }),
      fc.nat({ max: 3 }),
      async (count, cuts, after) => {
        const left = [...cuts];
        await using server = await serve(logHandler(log(count), () => left.shift()));
        const { clock } = instantClock();
        const seen = await collect({ baseUrl: server.baseUrl, clock, idleMs: IDLE_MS, after });
        expect(seen).toEqual(upTo(count, after + 1));
      },
    ),
    { numRuns: 60 },
  );
});

test('states: connecting, live, stale while lost, live again, ended', async () => {
  const cuts = [40];
  await using server = await serve(logHandler(log(3), () => cuts.shift()));
  const states: StreamState[] = [];
  const { clock } = instantClock();
  await collect({ baseUrl: server.baseUrl, clock, idleMs: IDLE_MS, onState: (state) => states.push(state) });
  expect(states).toEqual(['connecting', 'live', 'stale', 'live', 'ended']);
});

test('nothing left to say (204) ends the stream', async () => {
  await using server = await serve(logHandler(log(3), () => undefined));
  expect(await collect({ baseUrl: server.baseUrl, after: 3 })).toEqual([]);
  expect(server.requests).toHaveLength(1);
});

test('waits double with every failure, start anew after an event, and never undercut Retry-After', async () => {
  let call = 0;
  await using server = await serve((_request, response) => {
    call += 1;
    if (call <= 3) return response.destroy();
    if (call === 4) return response.writeHead(503, { 'retry-after': '20' }).end();
    if (call === 5) return response.write(sse(event(1)), () => response.destroy());
    return response.end(`${sse(event(2, { type: 'complete' }))}${END}`);
  });
  const { clock, waits } = instantClock();
  const options = { baseUrl: server.baseUrl, clock, idleMs: IDLE_MS, random: () => 1 };
  expect(await collect(options)).toEqual([1, 2]);
  expect(waits).toEqual([250, 500, 1_000, 20_000, 250]);
});

test('a server that skips an event is asked again', async () => {
  const answers = [sse(event(1)) + sse(event(3)), sse(event(2)) + sse(event(3)) + END];
  await using server = await serve((_request, response) => {
    response.end(answers.shift());
  });
  const { clock } = instantClock();
  expect(await collect({ baseUrl: server.baseUrl, clock, idleMs: IDLE_MS })).toEqual([1, 2, 3]);
  expect(server.requests.map((line) => afterOf(line.split(' ')[1]))).toEqual([0, 1]);
});

test('a connection that falls silent is given up', async () => {
  const closed: Promise<unknown>[] = [];
  let call = 0;
  await using server = await serve((_request, response) => {
    call += 1;
    if (call > 1) return response.end(`${sse(event(1))}${END}`);
    closed.push(once(response, 'close'));
    return response.write(': hello\n\n');
  });
  const clock = { sleep: (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20)) };
  expect(await collect({ baseUrl: server.baseUrl, clock, idleMs: 1 })).toEqual([1]);
  await Promise.all(closed);
});

test('an error that another try would not cure is thrown', async () => {
  const problem = { type: 't', title: 't', status: 404, detail: 'No.', code: 'NOT_FOUND', retryable: false };
  await using server = await serve((_request, response) => sendJson(response, problem, 404));
  const failure = await collect({ baseUrl: server.baseUrl }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(OrchardError);
  expect(failure).toMatchObject({ code: 'NOT_FOUND' });
  expect(server.requests).toHaveLength(1);
});

test('an abort ends the iteration, closes the connection and is no error', async () => {
  const controller = new AbortController();
  const closed: Promise<unknown>[] = [];
  await using server = await serve((_request, response) => {
    closed.push(once(response, 'close'));
    response.write(sse(event(1)) + sse(event(2)));
  });
  const seen: number[] = [];
  const client = createClient({ baseUrl: server.baseUrl });
  const stream = client.operations.stream({ operationId: OPERATION_ID, signal: controller.signal });
  for await (const { seq } of stream) {
    seen.push(seq);
    if (seq === 2) controller.abort();
  }
  expect(seen).toEqual([1, 2]);
  await Promise.all(closed);
});

test('leaving the loop closes the connection', async () => {
  const closed: Promise<unknown>[] = [];
  await using server = await serve((_request, response) => {
    closed.push(once(response, 'close'));
    response.write(sse(event(1)));
  });
  for await (const one of createClient({ baseUrl: server.baseUrl }).operations.stream({
    operationId: OPERATION_ID,
  })) {
    expect(one.seq).toBe(1);
    break;
  }
  await Promise.all(closed);
});
