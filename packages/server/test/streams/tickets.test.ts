import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OrchardError, type Storage, streamTicketSchema, type TenantId } from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import { createSqliteStorage } from '@orchard-studio/storage-kysely';
import { createManualClock } from '@orchard-studio/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HttpOptions } from '../../src/http/index.ts';
import type { OrchardConfig } from '../../src/index.ts';
import { createPrometheusMetrics } from '../../src/prometheus/index.ts';
import { SseReader } from './sse-reader.ts';
import { streamScene } from './stream-scene.ts';

interface Given {
  readonly config?: Partial<OrchardConfig>;
  readonly http?: Partial<HttpOptions>;
  readonly storage?: Storage;
}

/** A server whose host knows people by a header, which a page's own EventSource cannot send. */
async function ticketScene({ config, http, storage }: Given = {}) {
  const tenants = new Map<string, TenantId>();
  const asked: string[] = [];
  const scene = await streamScene(
    config,
    {
      authenticate: (request) => {
        asked.push(request.url);
        const [, userId = ''] = (request.headers.get('authorization') ?? '').split('Bearer ');
        const tenantId = tenants.get(userId);
        return tenantId === undefined ? undefined : { tenantId, userId };
      },
      ...http,
    },
    storage,
  );
  tenants.set('ann', scene.records.tenantId);
  const send = (path: string, init: RequestInit = {}): Promise<Response> =>
    scene.handle(new Request(`${scene.url}${path}`, init));
  const ask = (user: string) =>
    send('/stream-tickets', { method: 'POST', headers: { authorization: `Bearer ${user}` } });
  return {
    ...{ ...scene, tenants, asked, send, ask },
    ticket: async (user = 'ann') => streamTicketSchema.parse(await (await ask(user)).json()),
    read: (path: string) => new SseReader({ port: scene.port, path: `/api${path}` }),
  };
}

const statuses = (responses: readonly Response[]): readonly number[] => responses.map(({ status }) => status);

/** Two connections to one new database file, as two server processes have them. */
async function twoStorages(): Promise<readonly [Storage, Storage]> {
  const folder = mkdtempSync(join(tmpdir(), 'orchard-tickets-'));
  const path = join(folder, 'orchard.db');
  const [one, two] = [createSqliteStorage({ path }), createSqliteStorage({ path })];
  onTestFinished(async () => {
    await Promise.all([one.close(), two.close()]);
    rmSync(folder, { recursive: true, force: true });
  });
  await one.migrate();
  return [one, two];
}

const UNKNOWN = `tkt_${'0'.repeat(22)}`;

describe('a ticket', () => {
  it('opens each kind of stream to a page that can send no header', async () => {
    const scene = await ticketScene();
    const id = await scene.begin();
    const project = `/projects/${scene.project.id}`;
    const first = await scene.ticket();
    expect(first.ticket).toMatch(/^[\w-]{22,}$/);
    const seqs = async (path: string, ticket: string): Promise<readonly unknown[]> => {
      const reader = scene.read(`${path}ticket=${ticket}`);
      await reader.until(() => reader.messages.length > 0);
      reader.cut();
      return reader.messages.map((message) => message.id);
    };
    expect(await seqs(`/operations/${id}/stream?after=1&`, first.ticket)).toEqual(['2']);
    const path = `${project}/operations/${id}/stream?from=snapshot&`;
    expect(await seqs(path, (await scene.ticket()).ticket)).toEqual(['2']);
    expect(await seqs(`${project}/stream?`, (await scene.ticket()).ticket)).toEqual(['2']);
    expect(scene.asked.filter((url) => url.includes('stream?'))).toEqual([]);
  });

  it('is made for those who are signed in and allowed to, and is kept as a hash only', async () => {
    const storage = createMemoryStorage();
    const put: unknown[] = [];
    const tickets: Storage['tickets'] = {
      specVersion: 'v1',
      putTicket: (request) => {
        put.push(structuredClone(request));
        return storage.tickets.putTicket(request);
      },
      takeTicket: (request) => storage.tickets.takeTicket(request),
    };
    const authorize: HttpOptions['authorize'] = ({ userId }, action) =>
      userId === 'ann' || action !== 'stream:ticket';
    const scene = await ticketScene({ http: { authorize }, storage: { ...storage, tickets } });
    scene.tenants.set('bob', scene.records.tenantId);
    expect(statuses([await scene.ask('nobody'), await scene.ask('bob')])).toEqual([401, 403]);
    const made = await scene.ask('ann');
    expect([made.status, made.headers.get('cache-control')]).toEqual([201, 'no-store']);
    const { ticket } = streamTicketSchema.parse(await made.json());
    const other = await scene.send('/stream-tickets', {
      method: 'POST',
      headers: { authorization: 'Bearer ann', 'content-type': 'application/json' },
      body: '{"userId":"root"}',
    });
    expect(other.status).toBe(400);
    expect(put).toHaveLength(1);
    expect(JSON.stringify(put)).not.toContain(ticket);
    expect((await scene.ticket()).ticket).not.toBe(ticket);
  });

  it('lets in once; used, unknown, expired and malformed ones get the same answer', async () => {
    const clock = createManualClock();
    const scene = await ticketScene({ config: { clock } });
    const path = `/operations/${await scene.begin()}/stream`;
    const [used, good, old] = [await scene.ticket(), await scene.ticket(), await scene.ticket()];
    expect(old.expiresAt).toBe('2026-01-01T00:00:30.000Z');
    expect(statuses([await scene.send(`${path}?ticket=${used.ticket}`)])).toEqual([200]);
    await clock.advance(29_999);
    expect(statuses([await scene.send(`${path}?ticket=${good.ticket}`)])).toEqual([200]);
    await clock.advance(1);
    const bad = [used.ticket, old.ticket, UNKNOWN, '', 'x', `${UNKNOWN}0`, '%00', "';--", 'a'.repeat(9_000)];
    const session = { headers: { authorization: 'Bearer ann' } };
    const answers = await Promise.all(bad.map((ticket) => scene.send(`${path}?ticket=${ticket}`, session)));
    const bodies = new Set(await Promise.all(answers.map((answer) => answer.text())));
    expect(new Set(statuses(answers))).toEqual(new Set([401]));
    expect(bodies.size).toBe(1);
    expect(JSON.parse([...bodies][0] ?? '')).toMatchObject({ code: 'UNAUTHENTICATED', retryable: false });
    expect(answers[0]?.headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('lets in once over two servers on one store, however many come at the same time', async () => {
    const storages = await twoStorages();
    const one = await ticketScene({ storage: storages[0] });
    const two = await ticketScene({ storage: storages[1] });
    const path = `/operations/${await one.begin()}/stream`;
    for (let round = 0; round < 3; round += 1) {
      const { ticket } = await one.ticket();
      const sent = Array.from({ length: 20 }, (_, at) =>
        (at % 2 === round % 2 ? one : two).send(`${path}?ticket=${ticket}`),
      );
      expect(statuses(await Promise.all(sent)).toSorted()).toEqual([200, ...Array(19).fill(401)]);
    }
  });

  it('means nothing on other routes, and is not used up there, nor by a page of another site', async () => {
    const scene = await ticketScene();
    const id = await scene.begin();
    const { ticket } = await scene.ticket();
    const [query, stream] = [`?ticket=${ticket}`, `/operations/${id}/stream`];
    const answers = [
      await scene.send(`/operations/${id}${query}`),
      await scene.send(`/operations/${id}/events${query}`),
      await scene.send(`/operations/${id}/cancel${query}`, { method: 'POST' }),
      await scene.send(`/stream-tickets${query}`, { method: 'POST' }),
      await scene.send(`/projects/${scene.project.id}${query}`),
      await scene.send(`${stream}${query}`, { headers: { origin: 'https://evil.example' } }),
      await scene.send(`${stream}${query}`, { headers: { 'sec-fetch-site': 'cross-site' } }),
      await scene.send(`${stream}${query}`),
    ];
    expect(statuses(answers)).toEqual([401, 401, 401, 401, 401, 403, 403, 200]);
    const signedIn = { headers: { authorization: 'Bearer ann' } };
    expect((await scene.send(`/operations/${id}${query}`, signedIn)).status).toBe(200);
  });

  it('lets nobody see what is another tenant’s', async () => {
    const storage = createMemoryStorage();
    const [mine, theirs] = [await ticketScene({ storage }), await ticketScene({ storage })];
    const id = await mine.begin();
    const paths = [
      `/operations/${id}/stream`,
      `/projects/${mine.project.id}/stream`,
      `/projects/${mine.project.id}/operations/${id}/stream`,
    ];
    for (const path of paths) {
      const { ticket } = await theirs.ticket();
      expect((await mine.send(`${path}?ticket=${ticket}`)).status).toBe(404);
    }
  });

  it('is asked about again: `authorize` refuses it, and ends its stream later', async () => {
    const denied = new Set<string>();
    const resources: unknown[] = [];
    const scene = await ticketScene({
      config: { streams: { accessMs: 50 } },
      http: {
        authorize: ({ userId }, action, resource) => {
          if (action === 'operation:read') resources.push([userId, resource]);
          return !denied.has(userId) || action === 'stream:ticket';
        },
      },
    });
    scene.tenants.set('bob', scene.records.tenantId);
    const id = await scene.begin();
    const readers = [];
    for (const user of ['ann', 'bob']) {
      readers.push(scene.read(`/operations/${id}/stream?ticket=${(await scene.ticket(user)).ticket}`));
    }
    const [ann, bob] = readers;
    for (const reader of readers) await reader.until(() => reader.messages.length === 2);
    denied.add('bob');
    await bob?.closed;
    await scene.log(id, { message: 'only for ann' });
    await ann?.until(() => ann.messages.length === 3);
    expect(bob?.messages).toHaveLength(2);
    const { ticket } = await scene.ticket('bob');
    expect((await scene.send(`/operations/${id}/stream?ticket=${ticket}`)).status).toBe(403);
    expect(resources).toContainEqual(['bob', { operationId: id }]);
  });

  it('appears in no log, no error, no metric, also when the store fails', async () => {
    const lines: unknown[] = [];
    const take = (fields: object, message?: string): void => void lines.push(fields, message);
    const logger = { debug: take, info: take, warn: take, error: take };
    const metrics = createPrometheusMetrics();
    const storage = createMemoryStorage();
    let fault: Error | undefined;
    const tickets: Storage['tickets'] = {
      specVersion: 'v1',
      putTicket: (request) => storage.tickets.putTicket(request),
      takeTicket: async (request) => {
        if (fault !== undefined) throw fault;
        return storage.tickets.takeTicket(request);
      },
    };
    const scene = await ticketScene({
      storage: { ...storage, tickets },
      config: { logger, metrics },
      http: { logger, metrics, authorize: (_principal, action) => action === 'stream:ticket' },
    });
    const path = `/operations/${await scene.begin()}/stream`;
    const { ticket } = await scene.ticket();
    const faults = [new Error('broken'), new OrchardError('STORAGE_UNAVAILABLE', 'The store is away.')];
    const answers: Response[] = [];
    for (fault of [...faults, undefined, undefined])
      answers.push(await scene.send(`${path}?ticket=${ticket}`));
    expect(answers.map(({ status }) => status)).toEqual([500, 503, 403, 401]);
    const told = await Promise.all(answers.map((answer) => answer.text()));
    const page = await (await scene.send('/metrics')).text();
    const errors = lines.map((line) => (line instanceof Object ? Object.values(line).map(String) : line));
    expect(JSON.stringify([lines, errors, told, page])).not.toContain(ticket);
    expect(page).toContain('orchard_');
    expect(lines.length).toBeGreaterThan(0);
  });
});
