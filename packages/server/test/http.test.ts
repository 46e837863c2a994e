import {
  operationViewSchema,
  problemSchema,
  projectViewSchema,
  templateListSchema,
} from '@orchard-studio/core';
import { parseTree, planTree } from '@orchard-studio/orchestrator';
import { describe, expect, it } from 'vitest';
import { ROUTES } from '../src/http/index.ts';
import { makeProject, makeServer } from './harness.ts';

async function problem(response: Response) {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return problemSchema.parse(await response.json());
}

describe('projects', () => {
  it('are made with a slug and two environments, listed and read', async () => {
    const { call } = makeServer();
    const response = await call('POST', '/projects', { name: 'cool project' });
    expect(response.status).toBe(201);
    const project = projectViewSchema.parse(await response.json());
    expect(project).toMatchObject({
      slug: 'cool-project',
      environments: { staging: { enabled: true, status: 'none' }, production: { enabled: false } },
    });
    const second = await makeProject(call);
    expect(second.slug).toBe('cool-project-2');
    expect(await (await call('GET', '/projects')).json()).toMatchObject({
      projects: [{ id: second.id }, { id: project.id }],
    });
    expect(await (await call('GET', `/projects/${project.id}`)).json()).toEqual(project);
  });

  it('refuse names that are none', async () => {
    const { call } = makeServer();
    for (const body of [
      {},
      { name: '' },
      { name: '   ' },
      { name: 'x'.repeat(500) },
      { name: 7 },
      { name: 'a', evil: 1 },
      [],
    ]) {
      const response = await call('POST', '/projects', body);
      expect(response.status).toBe(400);
      expect(await problem(response)).toMatchObject({
        code: 'INVALID_INPUT',
        details: { issues: expect.any(Array) },
      });
    }
  });
});

describe('bad requests', () => {
  it('are answered with the place of the fault in the JSON', async () => {
    const { call } = makeServer();
    const response = await call('POST', '/projects', '{\n  "name": oops }');
    expect(response.status).toBe(400);
    expect(await problem(response)).toMatchObject({
      code: 'MALFORMED_JSON',
      details: { line: 2, column: 11 },
    });
    const cut = await call('POST', '/projects', '{"name": "x"');
    expect(await problem(cut)).toMatchObject({ code: 'MALFORMED_JSON', details: { line: 1, column: 13 } });
  });

  it('are answered so however deep the JSON is nested', async () => {
    const { call } = makeServer();
    for (const piece of ['[', '{"a":']) {
      const body = piece.repeat(100_000);
      const response = await call('POST', '/projects', body);
      expect(await problem(response)).toMatchObject({
        code: 'MALFORMED_JSON',
        details: { line: 1, column: body.length + 1 },
      });
    }
  });

  it('are refused as form, as text, too large, or not UTF-8', async () => {
    const { call, handle } = makeServer();
    expect((await call('POST', '/projects', '{"name":"x"}', { 'content-type': 'text/plain' })).status).toBe(
      415,
    );
    expect(
      (await call('POST', '/projects', 'name=x', { 'content-type': 'application/x-www-form-urlencoded' }))
        .status,
    ).toBe(415);
    expect((await call('POST', '/projects', { name: 'x'.repeat(2_000_000) })).status).toBe(413);
    const bytes = new Uint8Array([0x22, 0xff, 0xfe, 0x22]);
    const request = new Request('http://127.0.0.1:3000/api/projects', {
      method: 'POST',
      body: bytes,
      headers: { 'content-type': 'application/json' },
    });
    expect((await handle(request)).status).toBe(400);
  });

  it('to unknown paths, ids and methods are told so', async () => {
    const { call } = makeServer();
    expect((await call('GET', '/nothing')).status).toBe(404);
    for (const id of ['prj_0000000000000000', 'x', '..%2f..', '%00', "'; DROP TABLE"]) {
      expect((await call('GET', `/projects/${id}`)).status).toBe(404);
    }
    expect((await call('GET', '/operations/op_0000000000000000')).status).toBe(404);
    const wrong = await call('DELETE', '/projects');
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get('allow')).toBe('POST, GET');
  });
});

describe('pages of other sites', () => {
  const { call } = makeServer();
  const refused = [
    { origin: 'https://evil.example' },
    { origin: 'http://127.0.0.1:4000' },
    { origin: 'http://staging.cool-project.localhost:3000' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:3000.evil.example' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ];
  it.each(refused)('reach nothing: %o', async (headers) => {
    expect((await call('POST', '/projects', { name: 'x' }, headers)).status).toBe(403);
    expect((await call('GET', '/projects', undefined, headers)).status).toBe(403);
    expect((await call('GET', '/operations/op_0000000000000000/stream', undefined, headers)).status).toBe(
      403,
    );
  });
  it('but the studio’s own do, and so do programs', async () => {
    for (const headers of [
      {},
      { origin: 'http://127.0.0.1:3000' },
      { 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'none' },
    ]) {
      expect((await call('GET', '/projects', undefined, headers)).status).toBe(200);
    }
  });
});

describe('authorization', () => {
  const paths = ROUTES.map(({ method, path }) => ({
    method,
    path: path
      .replace(':id', 'prj_0000000000000000')
      .replace(':bid', 'bp_0000000000000000')
      .replace(':oid', 'op_0000000000000000')
      .replace(':name', 'staging'),
  }));

  it.each(paths)(
    'denies $method $path to nobody, and to whoever is not allowed',
    async ({ method, path }) => {
      const body = method === 'POST' ? {} : undefined;
      const nobody = makeServer({}, { authenticate: () => undefined });
      expect((await nobody.call(method, path, body)).status).toBe(401);
      const answers: unknown[] = [false, undefined, null, 'yes', 1, {}];
      for (const answer of answers) {
        const server = makeServer({}, { authorize: () => answer as boolean });
        expect((await server.call(method, path, body)).status).toBe(403);
      }
      const broken = makeServer({}, { authorize: () => Promise.reject(new Error('down')) });
      expect((await broken.call(method, path, body)).status).toBe(403);
    },
  );

  it('hides another tenant’s project exactly as if it did not exist', async () => {
    const { call } = makeServer();
    const project = await makeProject(call);
    const other = { 'x-user': 'mallory' };
    const foreign = await call('GET', `/projects/${project.id}`, undefined, other);
    const absent = await call('GET', '/projects/prj_0000000000000000', undefined, other);
    expect(foreign.status).toBe(404);
    const blank = (text: string): string =>
      text.replaceAll(project.id, 'ID').replaceAll('prj_0000000000000000', 'ID');
    expect(blank(await foreign.text())).toBe(blank(await absent.text()));
    expect(await (await call('GET', '/projects', undefined, other)).json()).toEqual({ projects: [] });
    expect(
      (await call('POST', `/projects/${project.id}/blueprint/chat`, { message: 'hi' }, other)).status,
    ).toBe(404);
  });
});

describe('templates', () => {
  const view = {
    name: 'base',
    title: 'Base',
    description: 'Starts the program.',
    targets: ['node' as const],
    requires: [],
  };

  it('are those of the host', async () => {
    const { call } = makeServer({ templates: { list: async () => [view] } });
    expect(templateListSchema.parse(await (await call('GET', '/templates')).json())).toEqual({
      templates: [view],
    });
  });

  it('cannot be listed without one that knows them', async () => {
    const response = await makeServer().call('GET', '/templates');
    expect(response.status).toBe(501);
    expect((await problem(response)).code).toBe('PORT_MISSING');
  });
});

describe('a fault of ours', () => {
  it('says nothing of its inside', async () => {
    const { orchard, handle } = makeServer(
      {},
      { authenticate: () => Promise.reject(new Error('secret detail')) },
    );
    const response = await handle(new Request('http://127.0.0.1:3000/api/projects'));
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret detail');
    await orchard.close();
  });

  it('does not reach the health check', async () => {
    const { handle } = makeServer({}, { authenticate: () => undefined });
    for (const path of ['/healthz', '/api/healthz'])
      expect((await handle(new Request(`http://127.0.0.1:3000${path}`))).status).toBe(200);
  });
});

describe('an operation that is not there', () => {
  it('is no operation of another project either', async () => {
    const { orchard, call } = makeServer();
    const project = await makeProject(call);
    const operation = await orchard.runner.start({
      tenantId: (await import('./harness.ts')).alice.tenantId,
      projectId: project.id,
      plan: planTree(parseTree('version: 1\nname: t\nsteps: { a: { uses: agent, phase: spec } }')),
      inputs: {},
    });
    await orchard.runner.wait({ operationId: operation.id });
    const other = await makeProject(call, 'other');
    const found = await call('GET', `/projects/${project.id}/operations/${operation.id}`);
    expect(operationViewSchema.parse(await found.json())).toMatchObject({ status: 'succeeded', progress: 1 });
    expect((await call('GET', `/projects/${other.id}/operations/${operation.id}`)).status).toBe(404);
    await orchard.close();
  });
});
