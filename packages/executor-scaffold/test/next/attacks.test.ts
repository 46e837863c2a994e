import { once } from 'node:events';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { startApp } from '../running-app.ts';
import { BUILDS, type BuiltApp, buildNextApp } from './built.ts';
import { faultsOf, openLibrary, PASSWORD, someoneAt } from './library.ts';
import { libraryPlan } from './plan.ts';

const actionsSchema = z.object({
  encryptionKey: z.string(),
  node: z.record(z.string(), z.object({ exportedName: z.string() })),
});

let built: BuiltApp;

beforeAll(async () => {
  built = await buildNextApp(libraryPlan());
}, 400_000);
afterAll(() => built?.remove());
beforeEach(() => rm(`${built.ready}-data`, { recursive: true, force: true }));

/** Another record than the form was made for. */
const aimAt = (id: string) => (text: string) => text.replace('"id":"1"', `"id":${id}`);

test('forms that were tampered with change nothing, and are no fault of the app', {
  timeout: 60_000,
}, async () => {
  const { app, chief, mia, max } = await openLibrary(await startApp(built.ready));
  const before = (await max.ask('/api/loans/2')).text;
  const edit = '/loans/1/edit';
  const note = { note: 'Mine now' };
  const tries = [
    await mia.submit(edit, note, { forge: aimAt('"2"') }),
    await mia.submit(edit, note, { forge: aimAt('[2]') }),
    await mia.submit(edit, note, { forge: aimAt('{"valueOf":2}') }),
    await mia.submit('/loans/1/delete', {}, { forge: aimAt('"2"') }),
    await mia.submit(edit, note, { forge: (text) => text.replace('"entity":"loans"', '"entity":["loans"]') }),
    await mia.submit(edit, note, { forge: (text) => text.replace(/\{"entity":"loans","id":"1"\}/, 'null') }),
  ];
  expect(tries.map(({ status }) => status)).toEqual(tries.map(() => 404));
  const foreign = [
    await mia.submit(edit, note, { headers: { origin: 'https://evil.example' } }),
    await mia.submit(edit, note, {
      headers: { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
    }),
    await mia.submit(edit, note, { headers: { 'sec-fetch-site': 'cross-site' } }),
    await mia.submit(edit, note, { headers: { origin: 'null' }, extra: { _token: '1.x' } }),
    await mia.submit(
      '/loans/new',
      { ...note, book: '1' },
      { forge: (text) => text.replace('"loans"', '"books"') },
    ),
  ];
  expect(foreign.map(({ status }) => status)).toEqual(foreign.map(() => 403));
  for (const { text } of [...tries, ...foreign]) expect(text).not.toContain('Secret of max');
  expect((await max.ask('/api/loans/2')).text).toBe(before);

  const taken = await mia.submit(edit, note, { extra: { record_owner: '3', id: '9', created_at: '1999' } });
  expect(taken.headers.get('location')).toBe('/loans/1?saved=1');
  expect((await mia.ask('/api/loans/1')).json).toMatchObject({ id: 1, note: 'Mine now' });
  for (const path of ['/loans/2', '/loans/2/edit']) {
    const rsc = await mia.ask(`${path}?_rsc`, { headers: { rsc: '1' } });
    expect([rsc.status, rsc.text.includes('Secret of max')]).toEqual([404, false]);
  }
  expect((await chief.ask('/loans')).text).toContain('Secret of max');
  expect(faultsOf(app)).toEqual([]);
  expect(await app.stop()).toBe(0);
  expect(app.output.every((line) => line.startsWith('{'))).toBe(true);
});

test('actions that are called without their pages are refused', { timeout: 60_000 }, async () => {
  const app = await startApp(built.ready);
  const manifest = await readFile(join(built.ready, '.next/server/server-reference-manifest.json'), 'utf8');
  const guest = someoneAt(app);
  for (const [id, { exportedName }] of Object.entries(actionsSchema.parse(JSON.parse(manifest)).node))
    for (const words of [
      '[]',
      '[null,null]',
      '[{"entity":"loans","id":"1"},null,[["note","x"]]]',
      '[null,[]]',
    ]) {
      const path = exportedName === 'administer' ? '/administration' : '/wishes/new';
      const headers = { 'next-action': id, 'content-type': 'text/plain;charset=UTF-8', origin: app.url };
      const answer = await guest.ask(path, { method: 'POST', headers, body: words });
      expect(answer.status, `${exportedName} ${words}`).toBeLessThan(500);
      expect(answer.text).not.toContain('saved');
    }
  expect(faultsOf(app)).toEqual([]);
});

test('a page that is open during a rebuild can send its form to the new version', async () => {
  const manifest = await readFile(join(built.ready, '.next/server/server-reference-manifest.json'), 'utf8');
  const builds = join(BUILDS.cacheDirectory, 'builds');
  const keys = (await readdir(builds)).map((name) =>
    readFile(join(builds, name, '.next/cache/actions-key'), 'utf8').catch(() => ''),
  );
  // The addresses of actions are made of it.
  expect(await Promise.all(keys)).toContain(actionsSchema.parse(JSON.parse(manifest)).encryptionKey);
});

test('an app without sign-in takes no accounts: the first would one day administer it', {
  timeout: 60_000,
}, async () => {
  const file = join(built.ready, 'lib', 'model.json');
  const model = await readFile(file, 'utf8');
  await writeFile(file, model.replace('"enforced": true', '"enforced": false'));
  onTestFinished(() => writeFile(file, model));
  const open = await startApp(built.ready);
  expect((await open.get('/books')).status).toBe(200);
  const manifest = await readFile(join(built.ready, '.next/server/server-reference-manifest.json'), 'utf8');
  const actions = Object.entries(actionsSchema.parse(JSON.parse(manifest)).node);
  const id = actions.find(([, { exportedName }]) => exportedName === 'signUp')?.[0] ?? '';
  const body = new FormData();
  for (const [name, value] of Object.entries({ name: 'Eve', email: 'eve@example.org', password: PASSWORD }))
    body.set(`1_${name}`, value);
  body.set('0', '[null,"$K1"]');
  const headers = { 'next-action': id, origin: open.url };
  const answer = await someoneAt(open).ask('/sign-up', { method: 'POST', headers, body });
  expect(answer.text).toContain('There is no such page.');
  await open.stop();

  await writeFile(file, model);
  expect((await (await startApp(built.ready)).get('/')).headers.get('location')).toBe('/sign-up');
});

test('what is no request for a page does not reach Next', { timeout: 60_000 }, async () => {
  const app = await startApp(built.ready);
  const raw = async (
    path: string,
    options: object,
    body?: string | Buffer,
  ): Promise<[number, Record<string, unknown>]> => {
    const sent = request(app.url, { path, ...options });
    sent.end(body);
    const [response] = await once(sent, 'response');
    response.resume();
    await once(response, 'end');
    return [response.statusCode, response.headers];
  };
  const statusOf = async (...words: Parameters<typeof raw>) => (await raw(...words))[0];
  for (const path of ['/%', '/%E0%A4%A', '/books/%zz']) expect(await statusOf(path, {})).toBe(400);
  expect(await statusOf(`/${'a'.repeat(5_000)}`, {})).toBe(414);
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'])
    expect(await statusOf('/books', { method }), method).toBe(405);
  for (const path of [
    '/',
    '/assets/none',
    '/assets/theme.css',
    '/_next/static/none',
    '/healthz/x',
    '/api/books',
  ])
    expect(await statusOf(path, { headers: { host: 'evil.example' } }), path).toBe(403);
  for (const path of [
    '/assets/none',
    '/healthz/x',
    '/files',
    '/_next/image?url=%2Fhealthz&w=64&q=75',
    '/_next/data/x.json',
  ])
    expect(await statusOf(path, { headers: { 'x-address': 'http://[' } }), path).toBe(404);
  for (const path of [
    '/',
    '/wishes/new',
    '/assets/none',
    '/_next/static/none',
    '/books/',
    '/api/books',
    '/%',
  ])
    expect((await raw(path, {}))[1], path).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-content-type-options': 'nosniff',
    });
  for (const header of [
    'x-forwarded-host',
    'x-middleware-subrequest',
    'x-middleware-rewrite',
    'x-matched-path',
    'x-address',
  ])
    expect((await raw('/books', { headers: { [header]: 'https://evil.example/' } }))[1].location).toBe(
      '/sign-in?next=%2Fbooks',
    );

  const boundary = '----WebKitFormBoundary7MA4YWxkTrZu0gW';
  const post = (body: string | Buffer, headers: object = {}) =>
    statusOf(
      '/wishes/new',
      {
        method: 'POST',
        headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, ...headers },
      },
      body,
    );
  const part = `--${boundary}\r\nContent-Disposition: form-data; name="p"\r\n\r\nx\r\n`;
  const began = performance.now();
  expect(await post(`${part.repeat(100_000)}--${boundary}--\r\n`)).toBe(413);
  expect(await post(Buffer.alloc(20_000_000, 'x'))).toBe(413);
  expect(await post(Buffer.alloc(20_000_000, 'x'), { 'transfer-encoding': 'chunked' })).toBe(413);
  expect(performance.now() - began).toBeLessThan(3_000);
  expect(await post(part)).toBe(400);
  expect(await post('x', { 'content-type': 'multipart/form-data' })).toBe(400);
  expect(await post('text=x', { 'content-type': 'application/x-www-form-urlencoded' })).toBe(415);
  expect(await post(part, { 'content-encoding': 'gzip' })).toBe(415);
  expect((await app.get('/healthz')).status).toBe(200);
  expect(faultsOf(app)).toEqual([]);
});
