import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../build.ts', import.meta.url));
const run = promisify(execFile);

/** Runs the example until its app listens. @returns the app's folder and address, what was said, and how to end it */
async function runExample() {
  const root = await mkdtemp(join(tmpdir(), 'orchard-example-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const folder = join(root, 'app');
  const args = ['--conditions=@orchard-studio/source', SCRIPT, '--port', '0', '--out', folder];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  const said: string[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
  createInterface({ input: child.stdout }).on('line', (line) => {
    said.push(line);
    const [, url] = /^Running on (\S+)/.exec(line) ?? [];
    if (url !== undefined) resolve(url);
  });
  ended.then(() => reject(new Error(`It ended:\n${said.join('\n')}`)), reject);
  const stop = async (): Promise<unknown> => {
    child.kill('SIGTERM');
    const [code] = await ended;
    return code;
  };
  return { folder, url: await promise, said, stop };
}

async function signUp(url: string): Promise<string> {
  const body = new URLSearchParams({
    name: 'Ada',
    email: 'ada@example.org',
    password: 'a long enough password',
  });
  const { status, headers } = await fetch(`${url}/sign-up`, { method: 'POST', body, redirect: 'manual' });
  expect(status).toBe(303);
  return headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

test('a sentence becomes a running app with what the company adds', { timeout: 60_000 }, async () => {
  const { folder, url, said, stop } = await runExample();
  expect(said.join('\n')).toContain('Appointment: start time (datetime), reason (text)');

  expect((await fetch(`${url}/api/patients`)).status).toBe(401);
  const cookie = await signUp(url);
  const headers = { cookie, 'content-type': 'application/json' };
  const body = JSON.stringify({ name: 'Paul' });
  expect((await fetch(`${url}/api/patients`, { method: 'POST', headers, body })).status).toBe(201);
  expect(await (await fetch(`${url}/patients`, { headers: { cookie } })).text()).toContain('Paul');

  expect(await (await fetch(`${url}/assets/theme.css`)).text()).toContain('Georgia');
  expect(await readFile(join(folder, 'CONTRIBUTING.md'), 'utf8')).toContain('npm test');
  const { author, name } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  expect({ author, name }).toEqual({ author: 'Example Company', name: 'clinic' });
  await run(process.execPath, ['--test', 'test/company.test.js'], { cwd: folder, env: {} });

  expect(await stop()).toBe(0);
});
