import { OrchardError } from '@orchard-studio/core';
import { expect, test } from 'vitest';
import { createClient } from '../src/index.ts';
import { BLUEPRINT_ID, chatResponse, detail, PROJECT_ID, project } from './fixtures.ts';
import { bodyOf, type Handler, sendJson, serve } from './http-server.ts';

async function failureOf(work: Promise<unknown>): Promise<OrchardError> {
  const failure = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (failure instanceof OrchardError) return failure;
  throw new Error(`expected an OrchardError, got ${String(failure)}`);
}

const TEMPLATE = { name: 'base', title: 'Base', description: 'Starts.', targets: ['node'], requires: [] };

const answering = (handler: Handler) => serve(handler);

test('every method speaks to its route', async () => {
  const bodies: unknown[] = [];
  await using server = await answering(async (request, response) => {
    const { method, url = '' } = request;
    if (method === 'POST') bodies.push(await bodyOf(request));
    if (method === 'DELETE') return response.writeHead(204).end();
    if (url.endsWith('/healthz')) return sendJson(response, { status: 'ok' });
    if (url.endsWith('spec.md')) return response.end('# Spec');
    if (url.endsWith('/chat')) return sendJson(response, chatResponse(1, 'Hello'));
    if (url.includes('/logs'))
      return sendJson(response, { lines: [{ at: 'now', stream: 'stdout', line: 'up' }] });
    if (url.endsWith('/build'))
      return sendJson(response, { operationId: 'op_0000000000000000000001', streamUrl: '/x' }, 202);
    if (url.endsWith('/templates')) return sendJson(response, { templates: [TEMPLATE] });
    if (url.endsWith('/blueprints')) return sendJson(response, { blueprints: [] });
    if (url.includes('/blueprints/')) return sendJson(response, detail());
    return sendJson(
      response,
      url.endsWith('/projects') && method === 'GET' ? { projects: [project()] } : project(),
    );
  });
  const client = createClient({ baseUrl: server.baseUrl });
  const address = { projectId: PROJECT_ID, blueprintId: BLUEPRINT_ID };

  await client.health();
  expect(await client.projects.create({ name: 'Cool project' })).toEqual(project());
  expect(await client.projects.list()).toEqual([project()]);
  expect(await client.projects.get({ projectId: PROJECT_ID })).toEqual(project());
  const logs = { projectId: PROJECT_ID, environment: 'staging', limit: 5 } as const;
  expect(await client.projects.logs(logs)).toHaveLength(1);
  expect((await client.blueprints.chat({ ...address, message: 'Hi' })).reply).toBe('Hello');
  expect(await client.blueprints.list({ projectId: PROJECT_ID })).toEqual([]);
  expect(await client.blueprints.get(address)).toEqual(detail());
  await client.blueprints.approve({ ...address, revision: 3, hash: 'sha256:00' });
  await client.blueprints.build({ ...address, force: true, target: 'next' });
  expect(await client.blueprints.spec(address)).toBe('# Spec');
  await client.blueprints.remove(address);
  expect(await client.templates.list()).toEqual([TEMPLATE]);

  const blueprint = `/api/projects/${PROJECT_ID}/blueprints/${BLUEPRINT_ID}`;
  expect(server.requests).toEqual([
    'GET /api/healthz',
    'POST /api/projects',
    'GET /api/projects',
    `GET /api/projects/${PROJECT_ID}`,
    `GET /api/projects/${PROJECT_ID}/environments/staging/logs?limit=5`,
    `POST /api/projects/${PROJECT_ID}/blueprint/chat`,
    `GET /api/projects/${PROJECT_ID}/blueprints`,
    `GET ${blueprint}`,
    `POST ${blueprint}/approve`,
    `POST ${blueprint}/build`,
    `GET ${blueprint}/spec.md`,
    `DELETE ${blueprint}`,
    'GET /api/templates',
  ]);
  expect(bodies).toEqual([
    { name: 'Cool project' },
    { blueprintId: BLUEPRINT_ID, message: 'Hi' },
    { revision: 3, hash: 'sha256:00' },
    { force: true, target: 'next' },
  ]);
});

test('a ticket opens a stream by an address', async () => {
  const made = { ticket: 'tkt_1', expiresAt: '2026-01-01T00:00:30.000Z' };
  const bodies: unknown[] = [];
  await using server = await answering(async (request, response) => {
    bodies.push(await bodyOf(request));
    sendJson(response, made, 201);
  });
  const client = createClient({ baseUrl: server.baseUrl });
  expect(await client.streamTicket()).toEqual(made);
  expect([server.requests, bodies]).toEqual([['POST /api/stream-tickets'], [{}]]);
  const { ticket } = made;
  const urls = [
    client.streamUrl({ operationId: 'op_1', ticket }),
    client.streamUrl({ operationId: 'a/b', ticket: 'a&b', after: 7 }),
    client.streamUrl({ projectId: 'prj_1', ticket, after: {} }),
    client.streamUrl({ projectId: 'prj_1', ticket, after: { op_1: 12, op_2: 7 } }),
  ];
  expect(urls.map((url) => url.slice(server.baseUrl.length))).toEqual([
    '/operations/op_1/stream?ticket=tkt_1',
    '/operations/a%2Fb/stream?after=7&ticket=a%26b',
    '/projects/prj_1/stream?ticket=tkt_1',
    '/projects/prj_1/stream?after=op_1%3A12%2Cop_2%3A7&ticket=tkt_1',
  ]);
  expect(createClient({ baseUrl: '/api/' }).streamUrl({ operationId: 'op_1', ticket })).toBe(
    '/api/operations/op_1/stream?ticket=tkt_1',
  );
});

test('an id is one part of the path, whatever it holds', async () => {
  await using server = await answering((_request, response) => sendJson(response, project()));
  await createClient({ baseUrl: server.baseUrl }).projects.get({ projectId: '../a b?c#d' });
  expect(server.requests).toEqual(['GET /api/projects/..%2Fa%20b%3Fc%23d']);
});

test('headers are asked anew for every call', async () => {
  const seen: unknown[] = [];
  await using server = await answering((request, response) => {
    seen.push(request.headers.authorization);
    sendJson(response, { projects: [] });
  });
  let token = 0;
  const headers = () => ({ authorization: `Bearer ${++token}` });
  const client = createClient({ baseUrl: server.baseUrl, headers });
  await client.projects.list();
  await client.projects.list();
  expect(seen).toEqual(['Bearer 1', 'Bearer 2']);
});

test.each([
  [
    'a code of the table',
    { code: 'NOT_READY_TO_BUILD', status: 409, details: { blockers: ['x'] } },
    'NOT_READY_TO_BUILD',
  ],
  ['a code of a newer server', { code: 'BRAND_NEW', status: 418, details: {} }, 'INTERNAL'],
  ['a code that is a property of every object', { code: 'toString', status: 400, details: {} }, 'INTERNAL'],
])('a problem with %s', async (_name, problem, code) => {
  const body = { type: 'about:blank', title: 'No', detail: 'Not so.', retryable: false, ...problem };
  await using server = await answering((_request, response) => sendJson(response, body, problem.status));
  const error = await failureOf(createClient({ baseUrl: server.baseUrl }).projects.list());
  expect(error).toMatchObject({ code, message: 'Not so.', retryable: false });
  if (code === 'INTERNAL') expect(error.details).toMatchObject({ code: problem.code });
  else expect(error.details).toEqual(problem.details);
});

test('a failure that is no problem document is judged by its status, and waits as it was told', async () => {
  await using server = await answering((_request, response) => {
    response.writeHead(503, { 'retry-after': '2', 'content-type': 'text/html' }).end('<h1>Sorry</h1>');
  });
  const error = await failureOf(createClient({ baseUrl: server.baseUrl }).projects.list());
  expect(error).toMatchObject({ code: 'UNREACHABLE', retryable: true, retryAfterMs: 2_000 });
});

test('a server that is not there is UNREACHABLE', async () => {
  const server = await answering(() => undefined);
  await server.close();
  const error = await failureOf(createClient({ baseUrl: server.baseUrl }).projects.list());
  expect(error).toMatchObject({ code: 'UNREACHABLE', retryable: true });
});

test('an answer of another shape, or no JSON at all, is INTERNAL and says where', async () => {
  let text = '{"projects":[{"id":1}]}';
  await using server = await answering((_request, response) => response.end(text));
  const client = createClient({ baseUrl: server.baseUrl });
  const shape = await failureOf(client.projects.list());
  expect(shape.code).toBe('INTERNAL');
  expect(shape.message).toContain('projects.0.id');
  text = '<html>';
  expect((await failureOf(client.projects.list())).code).toBe('INTERNAL');
});

test('what cannot be right is refused before it is sent', async () => {
  await using server = await answering((_request, response) => sendJson(response, project()));
  const client = createClient({ baseUrl: server.baseUrl });
  expect((await failureOf(client.projects.create({ name: '  ' }))).code).toBe('INVALID_INPUT');
  const empty = client.blueprints.chat({ projectId: PROJECT_ID, message: ' ' });
  expect((await failureOf(empty)).code).toBe('INVALID_INPUT');
  expect(server.requests).toEqual([]);
});

test('an aborted call is CANCELLED', async () => {
  const controller = new AbortController();
  await using server = await answering(() => controller.abort());
  const call = createClient({ baseUrl: server.baseUrl }).projects.list({ signal: controller.signal });
  expect((await failureOf(call)).code).toBe('CANCELLED');
});
