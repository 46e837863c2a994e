import {
  blueprintDetailSchema,
  type ChatResponse,
  chatResponseSchema,
  type LanguageModel,
} from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import { describe, expect, it } from 'vitest';
import { type Call, makeProject, makeServer } from './harness.ts';

const EVENTS = { accept: 'text/event-stream' };
const USAGE = { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 };

/** A model that says "Hello ", waits for its gate, and says "world." */
function gatedModel() {
  const gate = Promise.withResolvers<void>();
  const model: LanguageModel = {
    ...{ specVersion: 'v1', name: 'gated', model: 'gated' },
    capabilities: { images: true, strictTools: true },
    async *stream({ signal }) {
      yield { type: 'text', delta: 'Hello ' };
      await Promise.race([
        gate.promise,
        new Promise((resolve) => signal?.addEventListener('abort', resolve)),
      ]);
      signal?.throwIfAborted();
      yield { type: 'text', delta: 'world.' };
      yield { type: 'finish', reason: 'refusal', usage: USAGE, model: 'gated-1' };
    },
  };
  return { model, open: () => gate.resolve() };
}

interface Message {
  readonly id: string | undefined;
  readonly event: string | undefined;
  readonly data: Record<string, unknown>;
}

/** Reads the events of a stream one by one. */
async function* eventsOf(response: Response): AsyncGenerator<Message> {
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const fields = Object.fromEntries(
        part.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      );
      if (fields.event === undefined) continue;
      yield { id: fields.id, event: fields.event, data: JSON.parse(fields.data ?? '{}') };
    }
  }
}

async function next(events: AsyncGenerator<Message>): Promise<Message> {
  const { value, done } = await events.next();
  if (done === true) throw new Error('The stream has ended.');
  return value;
}

async function talk(call: Call) {
  const { id } = await makeProject(call);
  const chat = `/projects/${id}/blueprint/chat`;
  const response = await call('POST', chat, { message: 'A tracker.' }, EVENTS);
  const events = eventsOf(response);
  const { data } = await next(events);
  const turn = `/projects/${id}/blueprints/${String(data.blueprintId)}/turns/${String(data.turnId)}`;
  const detail = async () =>
    blueprintDetailSchema.parse(
      await (await call('GET', `/projects/${id}/blueprints/${String(data.blueprintId)}`)).json(),
    );
  return { chat, turn, events, detail, blueprintId: data.blueprintId };
}

describe('a turn that is streamed', () => {
  it('is said as the model says it, and ends with the answer of the chat', async () => {
    const { model, open } = gatedModel();
    const { call } = makeServer({ languageModel: model });
    const { events, detail } = await talk(call);
    expect(await next(events)).toEqual({ id: '6', event: 'text', data: { delta: 'Hello ' } });
    expect((await detail()).turns).toMatchObject([{ status: 'running', message: 'A tracker.' }]);
    open();
    expect(await next(events)).toEqual({ id: '12', event: 'text', data: { delta: 'world.' } });
    const { event, data } = await next(events);
    const answer: ChatResponse = chatResponseSchema.parse(data);
    expect([event, answer.model, answer.reply.startsWith('Hello world.')]).toEqual([
      'result',
      'gated-1',
      true,
    ]);
    expect((await detail()).turns).toMatchObject([{ status: 'complete', reply: answer.reply }]);
    expect((await events.next()).done).toBe(true);
  });

  it('goes on when its listener leaves, who gets what is missing on coming back', async () => {
    const { model, open } = gatedModel();
    const { call } = makeServer({ languageModel: model });
    const { events, turn } = await talk(call);
    await next(events);
    await events.return(undefined);
    const back = eventsOf(await call('GET', `${turn}/stream`, undefined, { 'last-event-id': '3' }));
    expect((await next(back)).event).toBe('turn');
    expect((await next(back)).data).toEqual({ delta: 'lo ' });
    open();
    expect((await next(back)).data).toEqual({ delta: 'world.' });
    expect((await next(back)).event).toBe('result');
    const late = eventsOf(await call('GET', `${turn}/stream`));
    expect([(await next(late)).event, (await next(late)).event]).toEqual(['turn', 'result']);
  });

  it('can be stopped: the message stays, and the next one is taken', async () => {
    const { model } = gatedModel();
    const { call } = makeServer({ languageModel: model });
    const { chat, events, turn, detail, blueprintId } = await talk(call);
    await next(events);
    expect((await call('POST', chat, { blueprintId, message: 'More.' })).status).toBe(409);
    expect((await call('POST', `${turn}/cancel`)).status).toBe(204);
    expect(await next(events)).toMatchObject({ event: 'problem', data: { code: 'CANCELLED' } });
    expect((await detail()).turns).toMatchObject([{ status: 'cancelled', message: 'A tracker.' }]);
    expect((await call('POST', `${turn}/cancel`)).status).toBe(204);
    const again = await call('POST', chat, { blueprintId, message: 'More.' }, EVENTS);
    expect((await next(eventsOf(again))).event).toBe('turn');
  });

  it('is heard, and stopped, from another process too', async () => {
    const storage = createMemoryStorage();
    const { model, open } = gatedModel();
    const [here, there] = [
      makeServer({ storage, languageModel: model }),
      makeServer({ storage, streams: { pollMs: 10 } }),
    ];
    const first = await talk(here.call);
    const elsewhere = eventsOf(await there.call('GET', `${first.turn}/stream`));
    expect((await next(elsewhere)).event).toBe('turn');
    open();
    expect((await next(elsewhere)).event).toBe('result');

    const other = gatedModel();
    const second = await talk(makeServer({ storage, languageModel: other.model }).call);
    await next(second.events);
    expect((await there.call('POST', `${second.turn}/cancel`)).status).toBe(204);
    other.open();
    expect([(await next(second.events)).event, (await next(second.events)).event]).toEqual([
      'text',
      'problem',
    ]);
    expect((await second.detail()).turns).toMatchObject([{ status: 'cancelled' }]);
  });

  it('is nobody else’s', async () => {
    const { model, open } = gatedModel();
    const { call } = makeServer({ languageModel: model });
    const { turn } = await talk(call);
    const mallory = { 'x-user': 'mallory' };
    for (const [method, path] of [
      ['GET', `${turn}/stream`],
      ['POST', `${turn}/cancel`],
    ] as const)
      expect((await call(method, path, undefined, mallory)).status).toBe(404);
    for (const path of [
      turn.replace(/bp_\w+/, 'bp_0000000000000000'),
      turn.replace(/trn_\w+/, 'trn_0000000000000000'),
    ])
      expect((await call('GET', `${path}/stream`)).status).toBe(404);
    open();
  });

  it('that fails before it begins is answered as any other request', async () => {
    const { call } = makeServer();
    const { id } = await makeProject(call);
    const missing = { blueprintId: 'bp_0000000000000000', message: 'Hello' };
    const response = await call('POST', `/projects/${id}/blueprint/chat`, missing, EVENTS);
    expect([response.status, (await response.json()).code]).toEqual([404, 'NOT_FOUND']);
  });
});
