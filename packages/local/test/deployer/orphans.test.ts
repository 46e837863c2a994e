import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { processIdentity } from '../../src/deployer/process-identity.ts';
import { serving, stubborn } from './apps.ts';
import { ask, deployerScene, isRunning, type Scene } from './scene.ts';

const HOST = fileURLToPath(new URL('./host.ts', import.meta.url));

/** Lets a host deploy an app, then kills the host without a warning. */
async function orphan(apps: string, folder: string, source: string): Promise<{ url: string; pid: number }> {
  const host = spawn(process.execPath, ['--conditions=@orchard-studio/source', HOST, apps, source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void host.kill('SIGKILL'));
  const [url]: string[] = await once(createInterface({ input: host.stdout }), 'line');
  const { processes } = JSON.parse(await readFile(join(folder, 'process.json'), 'utf8'));
  host.kill('SIGKILL');
  await once(host, 'exit');
  return { url: url ?? '', pid: processes[0].pid };
}

const scene = (): Promise<Scene> => deployerScene({}, onTestFinished);

test('an app ends by itself when its host is killed', async () => {
  const { apps, folder } = await scene();
  const { pid } = await orphan(apps, folder, serving('x'));
  await expect.poll(() => processIdentity(pid), { timeout: 10_000 }).toBeUndefined();
});

test('an app that does not is ended by the next host', async () => {
  const { deployer, apps, folder } = await scene();
  const { pid, url } = await orphan(apps, folder, stubborn);
  expect(await ask(url)).toBe('stubborn');
  expect(isRunning(pid)).toBe(true);
  await deployer.recover();
  expect(await processIdentity(pid)).toBeUndefined();
});

test('a process that has the number of an old app by chance is left alone', async () => {
  const { deployer, folder } = await scene();
  const bystander = spawn('sleep', ['60'], { detached: true });
  onTestFinished(() => void bystander.kill('SIGKILL'));
  await once(bystander, 'spawn');
  const pid = bystander.pid ?? 0;
  const processes = [{ pid, identity: 'another boot:1' }];
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'process.json'), JSON.stringify({ version: 1, port: null, processes }));
  await deployer.recover();
  expect(isRunning(pid)).toBe(true);
});
