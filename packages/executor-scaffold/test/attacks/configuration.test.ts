import { rename } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { freshPostgres } from '../../../../test-tools/postgres.ts';
import { taskTracker } from '../blueprints.ts';
import { type RunningApp, startApp, writeApp } from '../running-app.ts';
import { openHospital, PASSWORD } from './hospital.ts';

/** Why an app does not start, and after how many milliseconds it has ended. */
async function failure(start: Promise<RunningApp>): Promise<{ reason: string; ms: number }> {
  const began = performance.now();
  const reason = await start.then(
    () => 'It runs.',
    (error: Error) => error.message,
  );
  return { reason, ms: performance.now() - began };
}

test('names of hosts that are allowed are the only ones, wherever the app listens', async () => {
  for (const HOST of ['127.0.0.1', '::']) {
    const app = await openHospital({ HOST, ALLOWED_HOSTS: 'Hospital.example, [::2]' });
    const { port } = new URL(app.url);
    for (const host of ['hospital.example', 'HOSPITAL.EXAMPLE:8080', `localhost:${port}`, '[::2]'])
      expect(await app.statusFor(host), `${HOST} ${host}`).not.toBe(403);
    for (const host of [
      'evil.example',
      'hospital.example.evil',
      'xhospital.example',
      '192.0.2.7',
      'hospital.example@evil',
    ])
      expect(await app.statusFor(host), `${HOST} ${host}`).toBe(403);
    await app.stop();
  }
  const open = await openHospital({ HOST: '0.0.0.0' });
  expect(await open.statusFor('anything.example')).not.toBe(403);
});

test('a folder that nobody can make ends the start at once', { timeout: 30_000 }, async () => {
  const folder = await writeApp(taskTracker());
  for (const DATA_DIR of ['/proc/orchard/data', '/proc/self/task/data', '/dev/null/data']) {
    // Without the sandbox, which would refuse it first.
    const { reason, ms } = await failure(
      startApp(folder, { DATA_DIR }, { through: ['sh', '-c', OPEN, 'sh'] }),
    );
    expect(reason, DATA_DIR).toMatch(/DATA_DIR/);
    expect(ms, DATA_DIR).toBeLessThan(5_000);
    expect((await failure(startApp(folder, { DATA_DIR }))).reason, DATA_DIR).toMatch(/DATA_DIR/);
  }
});

/** Starts the same without the permission model: its arguments are dropped until the script. */
const OPEN = 'node=$1; for last; do :; done; exec "$node" "$last"';

test('a database that does not speak TLS ends the start soon', {
  timeout: 60_000,
}, async () => {
  const folder = await writeApp(taskTracker());
  const plain = new URL(await freshPostgres());
  plain.searchParams.set('sslmode', 'require');
  const refused = await failure(startApp(folder, { DATABASE_URL: plain.href }));
  expect(refused.reason).toMatch(/DATABASE_URL.*SSL/);
  expect(refused.ms).toBeLessThan(4_000);
});

test('without the package for PostgreSQL the app says what to install', async () => {
  const folder = await writeApp(taskTracker());
  const DATABASE_URL = 'postgres://a:b@127.0.0.1:1/c';
  await failure(startApp(folder, { DATABASE_URL }));
  await rename(`${folder}/node_modules/pg`, `${folder}/node_modules/pg-elsewhere`);
  for (const through of [[], ['sh', '-c', OPEN, 'sh']])
    expect((await failure(startApp(folder, { DATABASE_URL }, { through }))).reason).toMatch(/npm install pg/);
});

test('over https the cookie is bound to the host, and only a trusted proxy says that it is https', async () => {
  const person = { name: 'Chief', email: 'chief@example.org', password: PASSWORD };
  const cookieOf = async (env: Record<string, string>, headers: Record<string, string> = {}) => {
    const app = await openHospital(env);
    const [cookie = ''] = (await app.form('/sign-up', person, headers)).headers.getSetCookie();
    const pair = cookie.split(';')[0] ?? '';
    const { status } = await app.visitor().get('/profile', { ...headers, cookie: pair });
    // A page that is not safe, or another name of the same host, cannot put a session in its place.
    const forged = await app.visitor().get('/profile', { ...headers, cookie: pair.replace('__Host-', '') });
    return { cookie, status, forged: forged.status };
  };
  const https = await cookieOf({ PUBLIC_URL: 'https://hospital.example' });
  expect(https.cookie).toMatch(
    /^__Host-session_\w+=[\w-]{43}; Path=\/; HttpOnly; Max-Age=\d+; SameSite=Lax; Secure$/,
  );
  expect([https.status, https.forged]).toEqual([200, 303]);
  const forwarded = { 'x-forwarded-proto': 'http, https' };
  const trusted = await cookieOf({ TRUST_PROXY: '1' }, forwarded);
  expect(trusted.cookie).toMatch(/^__Host-.*; Secure$/);
  expect([trusted.status, trusted.forged]).toEqual([200, 303]);
  const claimed = await cookieOf({}, forwarded);
  expect(claimed.cookie).toMatch(/^session_(?!.*Secure)/);
  expect(claimed.status).toBe(200);
});
