import type { ServerResponse } from 'node:http';
import type { OperationEvent } from '@orchard-studio/core';
import { expect, test } from 'vitest';
import {
  type ArchitectChat,
  type OperationHandle,
  useArchitectChat,
  useOperation,
  useOperations,
} from '../src/react/index.ts';
import {
  chatResponse,
  detail,
  event,
  log,
  OPERATION_ID,
  OTHER_ID,
  operation,
  PROJECT_ID,
  sse,
} from './fixtures.ts';
import { bodyOf, type Handler, sendJson, serve } from './http-server.ts';
import { render, until } from './render.tsx';

const texts = (chat: ArchitectChat): readonly string[] =>
  chat.messages.map(({ from, text, state }) => `${from} ${state}: ${text}`);

test('a chat shows what is being sent, then the reply; a failure loses nothing and a retry keeps its key', async () => {
  const keys: unknown[] = [];
  const answers: (() => void)[] = [];
  await using server = await serve(async (request, response) => {
    if (request.method === 'GET') return sendJson(response, { blueprints: [] });
    keys.push(request.headers['idempotency-key']);
    await bodyOf(request);
    answers.push(() => {
      if (keys.length === 1) response.destroy();
      else sendJson(response, chatResponse(keys.length, `Reply ${keys.length}`));
    });
  });
  const { current } = await render(server.baseUrl, () => useArchitectChat({ projectId: PROJECT_ID }));
  await until(() => expect(current().loading).toBe(false));
  expect(current().data).toBeNull();

  void current().send({ message: 'A task tracker' });
  await until(() => expect(answers).toHaveLength(1));
  expect(texts(current())).toEqual(['user sending: A task tracker']);
  expect(current().pending).toBe(true);
  expect(await current().send({ message: 'Another' })).toBe(false);

  answers[0]?.();
  await until(() => expect(current().sendError?.code).toBe('UNREACHABLE'));
  expect(current()).toMatchObject({ pending: false, failed: { message: 'A task tracker' } });

  void current().retry();
  await until(() => expect(answers).toHaveLength(2));
  answers[1]?.();
  await until(() => expect(current().pending).toBe(false));
  expect(texts(current())).toEqual(['user sent: A task tracker', 'architect sent: Reply 2']);
  expect(current().data?.blueprint.revision).toBe(2);
  expect(keys[0]).toBe(keys[1]);
});

test('approve and build are two calls on the shown revision', async () => {
  const posts: unknown[] = [];
  await using server = await serve(async (request, response) => {
    const { url = '', method } = request;
    if (method === 'POST') posts.push([url.split('/').at(-1), await bodyOf(request)]);
    if (url.endsWith('/build'))
      return sendJson(response, { operationId: OPERATION_ID, streamUrl: '/stream' }, 202);
    if (url.endsWith('/blueprints')) return sendJson(response, { blueprints: [summary(3)] });
    return sendJson(response, detail(3));
  });
  const { current } = await render(server.baseUrl, () => useArchitectChat({ projectId: PROJECT_ID }));
  await until(() => expect(current().data?.blueprint.revision).toBe(3));
  await current().approveAndBuild({ force: true });
  expect(posts).toEqual([
    ['approve', { revision: 3, hash: detail(3).blueprint.hash }],
    ['build', { force: true }],
  ]);
});

function summary(revision: number) {
  const {
    id,
    projectId,
    feature,
    summary: text,
    hash,
    status,
    createdAt,
    updatedAt,
  } = detail(revision).blueprint;
  return { id, projectId, feature, summary: text, revision, hash, status, createdAt, updatedAt };
}

/** Holds the log back after `known` events; `release` lets the stream go on. */
function operationHandler(events: readonly OperationEvent[], known: number): Handler {
  let cut = true;
  return (request, response) => {
    const url = new URL(request.url ?? '', 'http://host');
    const after = Number(url.searchParams.get('after'));
    if (url.pathname.endsWith('/events')) {
      const page = events.slice(after, known);
      return sendJson(response, { events: page, lastSeq: page.at(-1)?.seq ?? after });
    }
    if (!url.pathname.endsWith('/stream')) return sendJson(response, operation('running', known));
    // A project's stream has no end; its cursor names the operation.
    const cursor = Number(url.searchParams.get('after')?.split(':')[1] ?? known);
    const text = events.slice(cursor).map(sse).join('');
    if (!cut) return response.write(`: hello\n\n${text}`);
    cut = false;
    return response.write(text.slice(0, text.length / 2), () => response.destroy());
  };
}

test('an operation is read, then followed to its end over a cut, with a bounded log', async () => {
  const events = log(50);
  await using server = await serve(operationHandler(events, 10));
  const { current } = await render<OperationHandle>(server.baseUrl, () =>
    useOperation(OPERATION_ID, { maxLogs: 20 }),
  );
  await until(() => expect(current().connection).toBe('ended'));
  expect(current()).toMatchObject({ status: 'succeeded', droppedLogs: 29, error: undefined });
  expect(current().logs.map(({ seq }) => seq)).toEqual(events.slice(29, 49).map(({ seq }) => seq));
});

test('a resume is followed like a new run', async () => {
  const failed = [event(1), event(2, { type: 'complete', status: 'failed' })];
  const all = [
    ...failed,
    event(3, { type: 'operation', status: 'in_progress' }),
    event(4, { type: 'complete', status: 'complete' }),
  ];
  let resumed = false;
  await using server = await serve((request, response) => {
    if (request.method === 'POST') resumed = true;
    const served = operationHandler(resumed ? all : failed, resumed ? all.length : failed.length);
    if (request.method === 'POST') return sendJson(response, operation('running', 3));
    return served(request, response);
  });
  const { current } = await render<OperationHandle>(server.baseUrl, () => useOperation(OPERATION_ID));
  await until(() => expect(current().status).toBe('failed'));
  void current().resume();
  await until(() => expect(current().status).toBe('succeeded'));
});

test('all hooks of a page share one connection, on which new operations and approvals appear', async () => {
  const streams: ServerResponse[] = [];
  const known = operation('running', 2);
  const { steps: _, phases: __, outputs: ___, url: ____, error: _____, progress: ______, ...summary } = known;
  await using server = await serve((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://host');
    if (pathname.endsWith('/events')) {
      const events = [event(1), event(2)].slice(Number(searchParams.get('after')));
      return sendJson(response, { events, lastSeq: 2 });
    }
    if (pathname.endsWith('/operations')) return sendJson(response, { operations: [summary] });
    if (!pathname.endsWith('/stream')) return sendJson(response, known);
    streams.push(response);
    response.write(': hello\n\n');
  });
  const { current } = await render(server.baseUrl, () => ({
    list: useOperations(PROJECT_ID),
    one: useOperation(OPERATION_ID),
    again: useOperations(PROJECT_ID),
  }));
  await until(() => expect(current().one.connection).toBe('live'));
  expect(streams).toHaveLength(1);
  const snapshot = { type: 'snapshot', operation: known };
  const born = {
    type: 'snapshot',
    operation: { ...known, id: OTHER_ID, createdAt: '2026-02-01T00:00:00.000Z' },
  };
  const asked = event(3, { type: 'approval', status: 'waiting', step: 'ask', message: 'Ship it?' });
  for (const message of [snapshot, asked, born]) streams[0]?.write(`data: ${JSON.stringify(message)}\n\n`);
  await until(() => expect(current().list.data).toHaveLength(2));
  expect(current().list.data?.map(({ id, status, asks }) => ({ id, status, asks }))).toEqual([
    { id: OTHER_ID, status: 'running', asks: [] },
    { id: OPERATION_ID, status: 'waiting', asks: [{ step: 'ask', message: 'Ship it?', approvers: [] }] },
  ]);
  await until(() => expect(current().one.progress.lastSeq).toBe(3));
});
