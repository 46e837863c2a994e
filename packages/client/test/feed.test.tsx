import type { ServerResponse } from 'node:http';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { useOperation, useOperations } from '../src/react/index.ts';
import { event, log, OPERATION_ID, OTHER_ID, operation, PROJECT_ID } from './fixtures.ts';
import { sendJson, serve } from './http-server.ts';
import { render, until } from './render.tsx';

const OTHER_PROJECT = PROJECT_ID.replace(/1$/, '2');
const BUSY = { type: 't', title: 't', status: 503, detail: 'Later.', code: 'UNREACHABLE', retryable: true };
const message = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;

test('a list that joins a connection late knows what was said on it before', async () => {
  const known = operation('running', 2);
  const { steps: _, phases: __, outputs: ___, url: ____, error: _____, progress: ______, ...summary } = known;
  const streams: ServerResponse[] = [];
  await using server = await serve((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://host');
    if (pathname.endsWith('/events')) return sendJson(response, { events: [event(1), event(2)], lastSeq: 2 });
    if (pathname.endsWith('/operations')) {
      const operations = request.url?.includes(PROJECT_ID) ? [summary] : [];
      return sendJson(response, { operations });
    }
    if (!pathname.endsWith('/stream')) return sendJson(response, known);
    if (pathname.includes(PROJECT_ID)) streams.push(response);
    response.write(': hello\n\n');
  });
  const { current } = await render(server.baseUrl, () => {
    const [projectId, show] = useState(OTHER_PROJECT);
    return { show, one: useOperation(OPERATION_ID), list: useOperations(projectId) };
  });
  await until(() => expect(current().one.connection).toBe('live'));
  streams[0]?.write(message({ type: 'snapshot', operation: known }));
  const asked = event(3, {
    ...{ type: 'approval', status: 'waiting', step: 'ask', message: 'Ship it?' },
    data: { approvers: ['alice'] },
  });
  streams[0]?.write(message(asked));
  await until(() => expect(current().one.progress.lastSeq).toBe(3));
  current().show(PROJECT_ID);
  await until(() => expect(current().list.data).toHaveLength(1));
  expect(current().list.data?.[0]).toMatchObject({
    progress: 0,
    status: 'waiting',
    asks: [{ step: 'ask', message: 'Ship it?', approvers: ['alice'] }],
  });
  expect(streams).toHaveLength(1);
});

test('a log that could not be read while the connection stayed is read later, and so is the end', async () => {
  const events = log(3);
  const failures = { events: 1, view: 1 };
  let reads = 0;
  await using server = await serve((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://host');
    if (pathname.endsWith('/stream')) return response.write(': hello\n\n');
    if (pathname.endsWith('/events')) {
      failures.events -= 1;
      if (failures.events >= 0) return sendJson(response, BUSY, 503);
      return sendJson(response, { events, lastSeq: 3 });
    }
    reads += 1;
    if (reads > 1) failures.view -= 1;
    if (reads > 1 && failures.view >= 0) return sendJson(response, BUSY, 503);
    sendJson(response, operation(reads > 1 ? 'succeeded' : 'running', reads > 1 ? 3 : 1));
  });
  const { current } = await render(server.baseUrl, () => useOperation(OPERATION_ID));
  await until(() => expect(current().logs).toHaveLength(2));
  await until(() => expect(current().view?.status).toBe('succeeded'));
  expect(current()).toMatchObject({ status: 'succeeded', error: undefined, connection: 'ended' });
});

test('what is answered about an operation does not land in the one that is shown by now', async () => {
  let answer = (): void => {};
  await using server = await serve((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://host');
    const id = pathname.includes(OTHER_ID) ? OTHER_ID : OPERATION_ID;
    if (pathname.endsWith('/stream')) return response.write(': hello\n\n');
    if (pathname.endsWith('/events')) return sendJson(response, { events: [], lastSeq: 1 });
    const reply = (): void => sendJson(response, { ...operation('running', 1), id });
    if (request.method !== 'POST') return reply();
    answer = reply;
  });
  const { current } = await render(server.baseUrl, () => {
    const [id, show] = useState(OPERATION_ID);
    return { show, one: useOperation(id) };
  });
  await until(() => expect(current().one.connection).toBe('live'));
  const cancelled = current().one.cancel();
  current().show(OTHER_ID);
  await until(() => expect(current().one.view?.id).toBe(OTHER_ID));
  answer();
  await cancelled;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(current().one.view?.id).toBe(OTHER_ID);
});
