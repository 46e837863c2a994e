import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { createClient } from '../src/index.ts';
import { type ArchitectChat, useArchitectChat } from '../src/react/index.ts';
import { BLUEPRINT_ID, chatResponse, PROJECT_ID } from './fixtures.ts';
import { bodyOf, sendJson, serve } from './http-server.ts';
import { render, until } from './render.tsx';

const TURN_ID = 'trn_0000000000000001';
const TURN = { turnId: TURN_ID, blueprintId: BLUEPRINT_ID };

const PROBLEM = {
  ...{ type: 'about:blank', title: 'Cancelled', status: 499, detail: 'Stopped.', code: 'CANCELLED' },
  retryable: false,
};

const frame = (event: string, data: object, id?: number): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

function stream(response: ServerResponse): ServerResponse {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write('retry: 1\n\n');
  return response;
}

const texts = (chat: ArchitectChat): readonly string[] =>
  chat.messages.map(({ from, text, state }) => `${from} ${state}: ${text}`);

test('a reply is heard as it is said, also over a connection that breaks', async () => {
  const heard: string[] = [];
  const asked: unknown[] = [];
  await using server = await serve(async (request, response) => {
    asked.push([request.method, request.headers['last-event-id']]);
    if (request.method === 'POST') await bodyOf(request);
    const out = stream(response);
    out.write(frame('turn', TURN));
    if (request.method === 'POST') {
      out.write(frame('text', { delta: 'Hel' }, 3));
      setTimeout(() => response.destroy(), 20);
    } else {
      out.write(frame('text', { delta: 'lo' }, 5));
      out.end(frame('result', chatResponse(1, 'Hello')));
    }
  });
  const client = createClient({ baseUrl: server.baseUrl, random: () => 0 });
  const { reply } = await client.blueprints.chat({
    ...{ projectId: PROJECT_ID, message: 'Hi' },
    onText: (delta) => void heard.push(delta),
  });
  expect([reply, heard.join('')]).toEqual(['Hello', 'Hello']);
  expect(asked).toEqual([
    ['POST', undefined],
    ['GET', '3'],
  ]);
});

test('a message is not sent again when nobody knows whether it arrived', async () => {
  let asked = 0;
  await using server = await serve(async (request, response) => {
    asked += 1;
    await bodyOf(request);
    stream(response);
    setTimeout(() => response.destroy(), 20);
  });
  const client = createClient({ baseUrl: server.baseUrl, random: () => 0 });
  const chat = client.blueprints.chat({ projectId: PROJECT_ID, message: 'Hi', onText: () => undefined });
  await expect(chat).rejects.toMatchObject({ code: 'UNREACHABLE' });
  expect(asked).toBe(1);
});

test('a chat shows what is being said, and can be stopped', async () => {
  let out: ServerResponse | undefined;
  let stopped = false;
  await using server = await serve(async (request, response) => {
    const { method, url = '' } = request;
    if (url.endsWith('/cancel')) {
      stopped = true;
      out?.end(frame('problem', PROBLEM));
      response.writeHead(204).end();
    } else if (method === 'POST') {
      await bodyOf(request);
      out = stream(response);
      out.write(frame('turn', TURN));
      out.write(frame('text', { delta: 'Hel' }, 3));
    } else sendJson(response, { blueprints: [] });
  });
  const { current } = await render(server.baseUrl, () => useArchitectChat({ projectId: PROJECT_ID }));
  await until(() => expect(current().loading).toBe(false));
  void current().send({ message: 'Hi' });
  await until(() => expect(texts(current())).toEqual(['user sending: Hi', 'architect sending: Hel']));
  await current().stop?.();
  await until(() => expect(current().pending).toBe(false));
  expect([stopped, current().sendError, current().stop]).toEqual([true, undefined, undefined]);
});
