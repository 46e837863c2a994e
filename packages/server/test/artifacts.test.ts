import { type Executor, operationViewSchema, sha256Hex } from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import { describe, expect, it } from 'vitest';
import { makeProject, makeServer, TREE } from './harness.ts';

const LARGE = `
version: 1
name: large
steps:
  make: { uses: agent }
`;
const rows = Array.from({ length: 20_000 }, (_, at) => `row ${at}`);
const body = JSON.stringify(rows);
const hash = sha256Hex(body);

const agent: Executor = {
  specVersion: 'v1',
  name: 'agent',
  execute: async () => ({ status: 'succeeded', outputs: { rows } }),
};

async function scene() {
  const storage = createMemoryStorage();
  const server = makeServer({
    ...{ storage, trees: [TREE, LARGE], executors: { agent } },
    retention: { compactAfterMs: -60_000 },
  });
  const { call, orchard } = server;
  const project = await makeProject(call);
  const path = `/projects/${project.id}/operations`;
  const started = await call('POST', path, { tree: 'large' });
  const { id } = operationViewSchema.parse(await started.json());
  await orchard.runner.wait({ operationId: id });
  return { ...server, storage, path, id };
}

describe('artifacts over HTTP', () => {
  it('are given to those who may read the operation, as a file that no browser shows', async () => {
    const { call, path, id, orchard } = await scene();
    const view = operationViewSchema.parse(await (await call('GET', `${path}/${id}`)).json());
    expect(view.steps[0]?.outputs).toEqual({ rows: { $artifact: hash, bytes: body.length } });
    for (const base of [path, '/operations']) {
      const response = await call('GET', `${base}/${id}/artifacts/${hash}`);
      expect(response.status).toBe(200);
      expect(await response.text()).toBe(body);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': 'application/json',
        'content-disposition': `attachment; filename="${hash}.json"`,
        'x-content-type-options': 'nosniff',
      });
    }
    await orchard.close();
  });

  it('are not there for other tenants, other operations, other hashes and texts that are none', async () => {
    const { call, path, id, storage, orchard } = await scene();
    const other = await storage.blobs.put({ bytes: new TextEncoder().encode('"another tenant’s"') });
    await orchard.maintain();
    const [archive] = await storage.operations.listArchives({ operationId: id });
    for (const name of [other.hash, archive?.blob, hash.toUpperCase(), '..%2f..%2fetc%2fpasswd', '%00'])
      expect((await call('GET', `${path}/${id}/artifacts/${name}`)).status, name).toBe(404);
    const elsewhere = await makeProject(call, 'other project');
    const place = `/projects/${elsewhere.id}/operations/${id}/artifacts/${hash}`;
    expect((await call('GET', place)).status).toBe(404);
    const stranger = await call('GET', `/operations/${id}/artifacts/${hash}`, undefined, {
      'x-user': 'mallory',
    });
    expect(stranger.status).toBe(404);
    await orchard.close();
  });
});

describe('an archived operation over HTTP', () => {
  it('streams, lists and goes on from any Last-Event-ID as before', async () => {
    const { call, path, id, orchard, storage } = await scene();
    const stream = async (headers: Record<string, string> = {}) =>
      (await call('GET', `${path}/${id}/stream`, undefined, headers)).text();
    const events = async (after: number) =>
      (await call('GET', `${path}/${id}/events?after=${after}&limit=3`)).text();
    const frames = (text: string) => text.split('\n').filter((line) => /^(id|data):/.test(line));
    const read = async () => ({
      whole: frames(await stream()),
      rest: frames(await stream({ 'last-event-id': '2' })),
      pages: await Promise.all([0, 2, 4].map(events)),
      view: await (await call('GET', `${path}/${id}`)).text(),
    });
    const before = await read();
    expect(before.whole.length).toBeGreaterThan(8);
    expect(await orchard.maintain()).toMatchObject({ compacted: 1 });
    expect(await storage.operations.listEvents({ operationId: id, after: 0 })).toHaveLength(1);
    expect(await read()).toEqual(before);
    await orchard.close();
  });
});
