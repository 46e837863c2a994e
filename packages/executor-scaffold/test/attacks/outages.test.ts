import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { freshPostgres } from '../../../../test-tools/postgres.ts';
import { taskTracker } from '../blueprints.ts';
import { startApp, writeApp } from '../running-app.ts';

/** A way to a server that can be closed and opened again. */
async function gateTo(address: string) {
  const sockets = new Set<Socket>();
  let isOpen = true;
  const target = new URL(address);
  const { hostname, port } = target;
  const gate = createServer((near) => {
    if (!isOpen) {
      near.destroy();
      return;
    }
    const far = connect(Number(port), hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => other.destroy());
      socket.pipe(other);
    }
  }).listen(0, '127.0.0.1');
  await once(gate, 'listening');
  const place = gate.address();
  if (place === null || typeof place === 'string') throw new Error('No port was given.');
  target.port = String(place.port);
  return {
    url: target.href,
    close: () => {
      isOpen = false;
      for (const socket of sockets) socket.destroy();
    },
    open: () => {
      isOpen = true;
    },
  };
}

test('without its database the app says so, and works again by itself', { timeout: 60_000 }, async () => {
  const gate = await gateTo(await freshPostgres());
  const app = await startApp(await writeApp(taskTracker()), { DATABASE_URL: gate.url });
  await app.add('projects', { name: 'Garden' });
  let isOver = false;
  const answers = new Set<number>();
  const load = Array.from({ length: 10 }, async () => {
    while (!isOver) answers.add((await app.send('GET', '/api/projects')).status);
  });
  gate.close();
  const health = await app.get('/healthz', { accept: '*/*' });
  const page = await app.get('/projects');
  const saved = await app.send('POST', '/api/projects', { name: 'House' });
  expect([health.status, page.status, saved.status]).toEqual([503, 503, 503]);
  expect(page.text).toContain('<h1>Not available now</h1>');
  expect(health.headers.get('retry-after')).not.toBeNull();
  gate.open();
  await expect.poll(async () => (await app.get('/healthz')).status).toBe(200);
  isOver = true;
  await Promise.all(load);
  expect([...answers].filter((status) => status !== 200 && status !== 503)).toEqual([]);
  expect((await app.list('projects')).total).toBe(1);
  const faults = app.output.filter((line) => line.includes('"level":"error"'));
  expect(faults.length).toBeGreaterThan(0);
  expect(faults.filter((line) => !line.includes('database unavailable'))).toEqual([]);
  const password = new URL(gate.url).password;
  expect(app.output.filter((line) => line.includes(password))).toEqual([]);
});

test('an app that cannot start says why, and keeps passwords to itself', { timeout: 60_000 }, async () => {
  const folder = await writeApp(taskTracker());
  const real = new URL(await freshPostgres());
  const lost = new URL(real);
  lost.pathname = '/nowhere';
  const wrong = new URL(real);
  wrong.password = 'Secret-plum';
  const reasons: readonly (readonly [Record<string, string>, RegExp])[] = [
    [{ DATABASE_URL: wrong.href }, /DATABASE_URL.*password authentication failed/],
    [{ DATABASE_URL: lost.href }, /DATABASE_URL.*does not exist/],
    [{ DATABASE_URL: 'postgres://a:Secret-plum@127.0.0.1:1/x' }, /DATABASE_URL.*ECONNREFUSED/],
    [{ DATABASE_URL: 'postgres://a:Secret-plum#@host:x/y' }, /DATABASE_URL.*is not valid.*encoded/],
    [{ DATABASE_URL: 'mysql://a:Secret-plum@host/y' }, /DATABASE_URL must begin/],
    [{ TIME_ZONE: 'Mars/Olympus' }, /TIME_ZONE must be/],
  ];
  for (const [env, reason] of reasons) {
    const failed = startApp(folder, env).then(
      () => 'It runs.',
      (error: Error) => error.message,
    );
    expect(await failed).toMatch(reason);
    expect(await failed).not.toContain('Secret-plum');
  }
});

test('a folder for data that is none, and a database that is none, are named', {
  timeout: 60_000,
}, async () => {
  const folder = await writeApp(taskTracker());
  const data = `${folder}-data`;
  await mkdir(data);
  await writeFile(`${data}/file`, 'x');
  await expect(startApp(folder, { DATA_DIR: `${data}/file` })).rejects.toThrow(/DATA_DIR/);
  await writeFile(`${data}/app.db`, 'This is no database, but a text that is long enough to look at.');
  await expect(startApp(folder)).rejects.toThrow(/app\.db cannot be opened/);
  const odd = `${data}/möbel & mehr`;
  const app = await startApp(folder, { DATA_DIR: odd });
  await app.add('projects', { name: 'Garden' });
  expect(await app.stop()).toBe(0);
  const inside = `${dirname(folder)}/app-data/relative`;
  await mkdir(inside);
  const again = await startApp(folder, { DATA_DIR: '../app-data/relative' });
  expect((await again.list('projects')).total).toBe(0);
});
