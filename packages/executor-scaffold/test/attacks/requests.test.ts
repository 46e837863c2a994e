import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import type { RunningApp } from '../running-app.ts';
import { loadPart } from './app-part.ts';
import { chiefOf, openHospital, sessionFor } from './hospital.ts';
import { openSocket, talk } from './raw-http.ts';

const faultsOf = (app: RunningApp): string[] =>
  app.output.filter((line) => line.includes('"level":"error"') || !line.startsWith('{'));

const connectionsOf = (server: Server) => promisify(server.getConnections.bind(server))();

const statusesIn = (answers: string): number[] =>
  [...answers.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

test('a stored file is sent once, in part when a part is asked for, and again when it changed', async () => {
  const app = await openHospital();
  const chief = await chiefOf(app);
  const file = (text: string) => ({
    name: 'a.txt',
    type: 'text/plain',
    data: Buffer.from(text).toString('base64'),
  });
  const { id } = await chief.add('letters', { text: 'x', attachment: file('0123456789') });
  const path = `/files/letters/${id}/attachment`;
  const whole = await chief.get(path);
  const etag = whole.headers.get('etag') ?? '';
  expect(etag).toMatch(/^"[^"]+"$/);
  expect(whole.headers.get('accept-ranges')).toBe('bytes');
  for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
    const again = await chief.get(path, { 'if-none-match': known });
    expect([again.status, again.text, again.headers.get('etag')], known).toEqual([304, '', etag]);
  }
  const parts: readonly (readonly [string, number, string, string | null])[] = [
    ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=-30', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=4-99', 206, '456789', 'bytes 4-9/10'],
    ['bytes=10-', 416, '', 'bytes */10'],
    ['bytes=-0', 416, '', 'bytes */10'],
    // What is not understood, or several parts, may be answered with all of it.
    ['bytes=4-2', 200, '0123456789', null],
    ['bytes=0-1,3-4', 200, '0123456789', null],
    ['chapters=1-2', 200, '0123456789', null],
    ['bytes=99999999999999999999-', 416, '', 'bytes */10'],
  ];
  for (const [range, status, text, said] of parts) {
    const answer = await chief.get(path, { range });
    expect([answer.status, answer.headers.get('content-range')], range).toEqual([status, said]);
    if (status !== 416) expect(answer.text, range).toBe(text);
  }
  expect((await chief.get(path, { range: 'bytes=2-4', 'if-range': etag })).status).toBe(206);
  expect((await chief.get(path, { range: 'bytes=2-4', 'if-range': '"other"' })).status).toBe(200);
  const token = await sessionFor(app.db, 1);
  const head = await talk(
    app,
    `HEAD ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\n\r\n`,
  );
  expect(head).toMatch(/content-length: 10\r\n/i);
  expect(head).toMatch(/\r\n\r\n$/);
  await chief.send('PATCH', `/api/letters/${id}`, { attachment: file('abc') });
  expect((await chief.get(path, { 'if-none-match': etag })).text).toBe('abc');
  // Whoever may not see it learns nothing, not even that it is the same.
  expect((await app.get(path, { 'if-none-match': etag, accept: '*/*' })).status).toBe(401);
});

test('every address has an answer to every method, and HEAD is GET without its body', async () => {
  const app = await openHospital();
  const chief = await chiefOf(app);
  const { id } = await chief.add('doctors', { name: 'Grace' });
  const addresses = [
    ...['/', '/doctors', '/doctors/', '/doctors/new', `/doctors/${id}`, `/doctors/${id}/edit`, '/gaps'],
    ...[
      '/administration',
      '/profile',
      '/sign-in',
      '/healthz',
      '/assets/styles.css',
      '/nothing',
      '/doctors%2F1',
    ],
    ...['/api/doctors', `/api/doctors/${id}`, '/api/nothing', '/api/session', '/api', '/api/'],
  ];
  for (const path of addresses) {
    const got = await chief.get(path);
    const head = await chief.send('HEAD', path);
    expect([head.status, head.text], `HEAD ${path}`).toEqual([got.status, '']);
    const asked = await chief.send('OPTIONS', path);
    // What an address takes is said where there is something.
    if (got.status === 200) {
      expect(asked.status, `OPTIONS ${path}`).toBe(204);
      expect(asked.headers.get('allow'), path).toMatch(/^GET, HEAD/);
    } else expect(asked.status, `OPTIONS ${path}`).toBeLessThan(500);
    expect(asked.headers.get('access-control-allow-origin')).toBeNull();
    for (const method of ['PUT', 'DELETE', 'PATCH', 'PROPFIND']) {
      if (path === `/api/doctors/${id}` || path === '/api/session') continue;
      const answer = await chief.send(method, path);
      expect([404, 405], `${method} ${path}: ${answer.status}`).toContain(answer.status);
      if (answer.status === 405) expect(answer.headers.get('allow'), `${method} ${path}`).not.toBeNull();
    }
  }
  expect(faultsOf(app)).toEqual([]);
});

test('requests that come one after the other on a line are answered in their order', async () => {
  const app = await openHospital();
  const line = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;
  const paths = Array.from({ length: 200 }, (_, at) =>
    at % 3 === 0 ? '/healthz' : at % 3 === 1 ? '/nothing' : '/gaps',
  );
  const answers = await talk(
    app,
    paths.map((path) => line(path)).join('') + line('/healthz', 'Connection: close\r\n'),
  );
  const expected = paths.map((path) => (path === '/nothing' ? 404 : 200));
  expect(statusesIn(answers)).toEqual([...expected, 200]);
  // Bytes after a body that is longer than it says are the next request, never part of this one.
  const smuggled = await talk(
    app,
    'POST /letters HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n',
  );
  expect(statusesIn(smuggled)).toEqual([400]);
});

test('odd addresses and bodies get an answer in words', async () => {
  const app = await openHospital();
  const chief = await chiefOf(app);
  const { id } = await chief.add('doctors', { name: 'Grace' });
  const get = async (path: string) => (await chief.get(path)).status;
  expect(await get(`/doctors/${id}/`)).toBe(200);
  expect(await get(`/files/doctors/..%2f..%2fetc%2fpasswd/name`)).toBe(404);
  expect(await get(`/doctors/${id}%2Fedit`)).toBe(404);
  expect(await get(`/doctors%00`)).toBe(404);
  expect(await get(`/doctors/%ff`)).toBe(400);
  // The same word twice: one of them counts, and nothing breaks.
  for (const twice of [
    'page=1&page=2',
    'sort=name&sort=-name',
    'q=a&q=b',
    'filter.name=a&filter.name=b',
    'pageSize=5&pageSize=x',
  ])
    expect(await get(`/doctors?${twice}`), twice).toBe(200);
  expect(await get(`/doctors?q=${'a'.repeat(3_000)}`)).toBe(200);
  expect((await chief.get(`/doctors?q=${'a'.repeat(6_000)}`)).status).toBe(414);
  expect(
    (await talk(app, `GET /doctors?q=${'a'.repeat(60_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`)).split(
      '\r\n',
    )[0],
  ).toMatch(/ 4\d\d /);
  const body = async (type: string, content: string | Uint8Array<ArrayBuffer>, headers = {}) =>
    (
      await fetch(`${app.url}/api/letters`, {
        method: 'POST',
        headers: { 'content-type': type, ...headers },
        body: content,
      })
    ).status;
  const json = '{"text":"x"}';
  const form = '--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nx\r\n--b--\r\n';
  expect(await body('Application/JSON; charset=UTF-8', json)).toBe(201);
  expect(await body('Multipart/Form-Data; boundary=b', form)).toBe(201);
  expect(await body('multipart/form-data; boundary="b"', form)).toBe(201);
  for (const [type, content] of [
    ['text/plain', json],
    ['application/jsonx', json],
    ['text/html, application/json', json],
    ['multipart/form-datax; boundary=b', form],
  ] as const)
    expect(await body(type, content), type).toBe(415);
  for (const type of [
    'multipart/form-data',
    'multipart/form-data; boundary=',
    'multipart/form-data; boundary=c',
    'multipart/form-data; boundary=b; boundary=c',
  ])
    expect([201, 400, 422], type).toContain(await body(type, form));
  // What unpacks to a gigabyte is not unpacked.
  const bomb = gzipSync(Buffer.alloc(30_000_000, 'a'));
  for (const encoding of ['gzip', 'GZIP', 'br', 'gzip, identity', 'deflate'])
    expect(
      await body('application/json', new Uint8Array(bomb), { 'content-encoding': encoding }),
      encoding,
    ).toBe(415);
  expect(await body('application/json', json, { 'content-encoding': 'Identity' })).toBe(201);
  expect(
    statusesIn(
      await talk(
        app,
        `POST /api/letters HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
      ),
    ),
  ).toEqual([400]);
  expect(faultsOf(app)).toEqual([]);
});

test('a thousand connections that say nothing keep nobody out, and those that dawdle are cut off', {
  timeout: 60_000,
}, async () => {
  const app = await openHospital();
  const idle = await Promise.all(Array.from({ length: 1_000 }, () => openSocket(app)));
  const head = 'POST /letters HTTP/1.1\r\nHost: localhost\r\nContent-Le';
  for (const socket of idle) socket.write(head);
  expect((await app.get('/healthz')).status).toBe(200);
  expect((await app.form('/letters', { text: 'x' })).status).toBe(303);
  for (const socket of idle) socket.destroy();
  expect(faultsOf(app)).toEqual([]);
  // The same server in a hurry.
  const { createAppServer, TIMES } = await loadPart('http/server.js');
  const hurry = Object.fromEntries(Object.entries(TIMES).map(([name, ms]) => [name, Number(ms) / 100]));
  const large = Buffer.alloc(64_000_000);
  const server = createAppServer(
    (_incoming: IncomingMessage, outgoing: ServerResponse) => outgoing.end(large),
    hurry,
  );
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const place = { url: `http://127.0.0.1:${server.address().port}` };
  const cutOff = async (text: string): Promise<number[]> => statusesIn(await talk(place, text));
  const [headers, body, silent] = await Promise.all([
    cutOff(head),
    cutOff('POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\nab'),
    cutOff(''),
  ]);
  expect([headers, body.at(-1), silent]).toEqual([[408], 408, [408]]);
  // Whoever asks for much and reads nothing does not keep it in memory for ever.
  const deaf = await openSocket(place);
  deaf.pause();
  deaf.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await expect.poll(() => connectionsOf(server), { timeout: 15_000 }).toBe(1);
  await expect.poll(() => connectionsOf(server), { timeout: 15_000 }).toBe(0);
});
