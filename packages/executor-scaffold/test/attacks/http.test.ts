import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { expect, test, vi } from 'vitest';
import type { RunningApp } from '../running-app.ts';
import { chiefOf, openHospital } from './hospital.ts';
import { sendRaw } from './raw-http.ts';

const faultsOf = (app: RunningApp): string[] =>
  app.output.filter((line) => line.includes('"level":"error"') || !line.startsWith('{'));

const post = (path: string, type: string, body: string): string =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: text/html\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

test('a file of the largest size comes in as base64, one that is no base64 does not', async () => {
  const app = await openHospital();
  const bytes = randomBytes(10 * 1024 * 1024);
  const attachment = { name: 'scan.bin', type: 'application/pdf', data: bytes.toString('base64') };
  const chief = await chiefOf(app);
  const { id } = await chief.add('letters', { text: 'Scan', attachment });
  expect((await chief.send('GET', `/api/letters/${id}`)).json).toMatchObject({
    attachment: { size: bytes.length },
  });
  const broken = { ...attachment, data: `${attachment.data.slice(0, -6)}**` };
  expect((await app.send('POST', '/api/letters', { text: 'x', attachment: broken })).status).toBe(422);
  const larger = { ...attachment, data: Buffer.concat([bytes, bytes.subarray(0, 1)]).toString('base64') };
  expect((await app.send('POST', '/api/letters', { text: 'x', attachment: larger })).status).toBe(422);
  expect(faultsOf(app)).toEqual([]);
});

test('a form of millions of fields keeps nobody else waiting', async () => {
  const app = await openHospital();
  const began = performance.now();
  const many = 'a&'.repeat(7_000_000);
  expect(await sendRaw(app, post('/letters', 'application/x-www-form-urlencoded', many))).toMatch(/ 413 /);
  const few = 'a&'.repeat(450_000);
  expect(await sendRaw(app, post('/letters', 'application/x-www-form-urlencoded', few))).toMatch(/ 413 /);
  const part = '--b\r\nContent-Disposition: form-data; name="p"\r\n\r\nx\r\n';
  const parts = `${part.repeat(200_000)}--b--\r\n`;
  expect(await sendRaw(app, post('/letters', 'multipart/form-data; boundary=b', parts))).toMatch(/ 413 /);
  const header = `--b\r\nX: ${'y'.repeat(1_000_000)}\r\nContent-Disposition: form-data; name="text"\r\n\r\nx\r\n--b--\r\n`;
  expect(await sendRaw(app, post('/letters', 'multipart/form-data; boundary=b', header))).not.toMatch(
    / 5\d\d /,
  );
  const keys = `{${Array.from({ length: 200_000 }, (_, at) => `"k${at}":1`).join(',')}}`;
  const refused = await fetch(`${app.url}/api/letters`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: keys,
  });
  expect(refused.status).toBe(422);
  // An answer that names each of them would be larger than the question.
  expect((await refused.text()).length).toBeLessThan(20_000);
  expect(performance.now() - began).toBeLessThan(8_000);
});

test('many large requests that do not end leave room for small ones', async () => {
  const app = await openHospital();
  const { port } = new URL(app.url);
  const head = `POST /letters HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 14000000\r\n\r\n`;
  const bytes = Buffer.alloc(13_000_000, 'x');
  const refused: string[] = [];
  const sockets = Array.from({ length: 30 }, () => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => {});
    socket.on('data', (data) => refused.push(data.toString('latin1').slice(0, 12)));
    socket.write(head);
    socket.write(bytes);
    return socket;
  });
  await expect.poll(() => refused.length, { timeout: 15_000 }).toBeGreaterThan(5);
  expect(new Set(refused)).toEqual(new Set(['HTTP/1.1 503']));
  expect((await app.form('/letters', { text: 'Small' })).status).toBe(303);
  for (const socket of sockets) socket.destroy();
  const attachment = { name: 'a', type: '', data: 'eHh4'.repeat(1_000_000) };
  await expect
    .poll(async () => (await app.send('POST', '/api/letters', { text: 'Large', attachment })).status)
    .toBe(201);
  expect(faultsOf(app)).toEqual([]);
});

test('text that is no text is refused, not mended', async () => {
  const app = await openHospital();
  expect(await sendRaw(app, post('/api/letters', 'application/json', '{"text":"\xff\xfe"}'))).toMatch(
    / 400 /,
  );
  const mark = '\xef\xbb\xbf';
  expect(await sendRaw(app, post('/api/letters', 'application/json', `${mark}{"text":"a"}`))).toMatch(
    / 201 /,
  );
});

test('whoever may not add is told before anything is read', async () => {
  const app = await openHospital();
  const head = (path: string, type: string): string =>
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: ${type}\r\nContent-Length: 14000000\r\n\r\n`;
  // The body never comes.
  expect(await sendRaw(app, head('/api/patients', 'application/json'))).toMatch(/ 401 /);
  expect(await sendRaw(app, head('/patients', 'multipart/form-data; boundary=b'))).toMatch(/ 401 /);
});

test('a client that hangs up is no fault of the app', async () => {
  const app = await openHospital();
  const half = (path: string): string =>
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"te`;
  for (const path of ['/api/letters', '/api/nothing', '/letters', '/api/session'])
    await sendRaw(app, half(path), { hangUp: true });
  expect((await app.get('/healthz')).status).toBe(200);
  expect(faultsOf(app)).toEqual([]);
});

test('the secret of an invitation stands in no log, however its address is written', async () => {
  const app = await openHospital();
  await chiefOf(app);
  const secret = 'S3cretS3cretS3cret';
  for (const target of [
    `/invitation/${secret}`,
    `//invitation/${secret}`,
    `/%69nvitation/${secret}`,
    `/x/../invitation/${secret}?a`,
    `http://localhost/invitation/${secret}`,
    `/sign-in?next=%2Finvitation%2F${secret}`,
  ])
    await sendRaw(app, `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  await app.get('/doctors?q=tea');
  await vi.waitFor(() =>
    expect(app.output.filter((line) => line.includes('"/doctors?q=tea"'))).toHaveLength(1),
  );
  expect(app.output.filter((line) => line.includes(secret))).toEqual([]);
});
