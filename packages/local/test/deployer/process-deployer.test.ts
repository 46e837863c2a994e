import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppLogLine } from '@orchard-studio/core';
import { deployerKit, registerKit } from '@orchard-studio/testing';
import { describe, expect, it, onTestFinished, test } from 'vitest';
import { chatty, crashable, crashing, curious, hanging, serving } from './apps.ts';
import { ask, deployerScene, target } from './scene.ts';

registerKit(
  deployerKit,
  async ({ defer }) => {
    const servers = { healthy: serving('first'), next: serving('second'), crashing, hanging };
    const { deployer } = await deployerScene(servers, defer);
    return {
      deployer,
      target,
      otherTarget: { ...target, slug: 'other' },
      healthy: { commit: 'healthy', marker: 'first' },
      next: { commit: 'next', marker: 'second' },
      crashing: { commit: 'crashing', line: 'it went wrong' },
      hanging: { commit: 'hanging' },
    };
  },
  { describe, it },
);

test('an app sees its own folders and nothing else of the machine', async () => {
  const { deployer } = await deployerScene({ one: curious }, onTestFinished);
  const { directUrl } = await deployer.deploy({ target, commit: 'one' });
  const report = JSON.parse(await ask(directUrl));
  expect(report.env).toEqual(expect.arrayContaining(['DATA_DIR', 'HOST', 'NODE_ENV', 'PORT']));
  expect(
    report.env.filter((name: string) => !/^(?:DATA_DIR|HOST|NODE_ENV|PORT|NODE_CHANNEL_\w+)$/.test(name)),
  ).toEqual([]);
  expect(report).toMatchObject({ writeData: 'done', database: 'done' });
  for (const name of [
    'readOutside',
    'readHost',
    'writeRelease',
    'spawn',
    'worker',
    'databaseOutside',
    'attachOutside',
    'vacuumOutside',
  ]) {
    expect(report[name], name).toMatch(/^refused /);
  }
});

test('an app that ends by itself is started again, and it shows', async () => {
  const { deployer } = await deployerScene({ one: crashable }, onTestFinished);
  const { directUrl, url } = await deployer.deploy({ target, commit: 'one' });
  expect(url).toBe('http://staging.shop.localhost:3000');
  expect(await ask(directUrl)).toBe('1');
  await ask(directUrl, '/crash').catch(() => {});
  await expect
    .poll(async () => (await deployer.health({ target })).status, { timeout: 10_000 })
    .toBe('unhealthy');
  await expect
    .poll(async () => (await deployer.health({ target })).status, { timeout: 10_000 })
    .toBe('healthy');
  expect(await ask(directUrl)).toBe('2');
});

test('data, log and port outlive the host; old releases do not pile up', async () => {
  const commits = ['a1', 'b2', 'c3', 'd4', 'e5'];
  const servers = Object.fromEntries(commits.map((commit) => [commit, crashable]));
  const { deployer, apps, folder } = await deployerScene(servers, onTestFinished);
  for (const commit of commits) await deployer.deploy({ target, commit });
  expect((await readdir(join(folder, 'releases'))).sort()).toEqual(['c3', 'd4', 'e5']);
  const serving = deployer.route(target);
  await deployer.shutdown();
  expect(deployer.route(target)).toBeUndefined();
  await expect(deployer.deploy({ target, commit: 'e5' })).rejects.toMatchObject({ code: 'CANCELLED' });
  await writeFile(join(folder, 'releases', '.unfinished-x'), '');

  const { deployer: next } = await deployerScene(servers, onTestFinished, { appsDirectory: apps });
  await next.recover();
  const deployed = next.deploy({ target, commit: 'e5' });
  await expect.poll(() => next.route(target), { interval: 1 }).toBe('starting');
  const { directUrl } = await deployed;
  expect(next.route(target)).toEqual(serving);
  expect(directUrl).toBe(`http://127.0.0.1:${serving === 'starting' ? 0 : serving?.port}`);
  expect(await ask(directUrl)).toBe('6');
  const lines = await next.logs({ target });
  expect(lines.filter(({ line }) => line.startsWith('listening on'))).toHaveLength(6);
  expect(await readdir(join(folder, 'releases'))).not.toContain('.unfinished-x');
});

test('logs are bounded, in memory and on disk', async () => {
  const { deployer, folder } = await deployerScene({ one: chatty }, onTestFinished);
  await deployer.deploy({ target, commit: 'one' });
  const isLast = ({ line }: AppLogLine): boolean => line.startsWith('listening on');
  await expect
    .poll(async () => (await deployer.logs({ target, limit: 1 })).some(isLast), { timeout: 10_000 })
    .toBe(true);
  const lines = await deployer.logs({ target, limit: 5_000 });
  expect(lines.length).toBe(1_000);
  expect(Math.max(...lines.map(({ line }) => line.length))).toBeLessThanOrEqual(8_000);
  await deployer.shutdown();
  for (const name of ['app.log', 'app.log.1']) {
    expect((await stat(join(folder, name)).catch(() => ({ size: 0 }))).size).toBeLessThan(1_500_000);
  }
});

test('names that are no slug, environment or release never become paths', async () => {
  const { deployer, apps } = await deployerScene({ one: serving('x') }, onTestFinished);
  const INVALID = { code: 'INVALID_INPUT' };
  await expect(
    deployer.deploy({ target: { ...target, slug: '../../x' }, commit: 'one' }),
  ).rejects.toMatchObject(INVALID);
  for (const commit of ['../one', '..', '', 'a/b', '.x', 'a..b']) {
    await expect(deployer.deploy({ target, commit })).rejects.toMatchObject(INVALID);
  }
  await expect(deployer.deploy({ target, commit: 'unknown' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await readdir(apps)).toEqual(['shop']);
});

test('the ledger forgets what has ended', async () => {
  const { deployer, folder } = await deployerScene({ one: serving('x') }, onTestFinished);
  await deployer.deploy({ target, commit: 'one' });
  const ledger = async (): Promise<{ processes: unknown[] }> =>
    JSON.parse(await readFile(join(folder, 'process.json'), 'utf8'));
  expect((await ledger()).processes).toHaveLength(1);
  await deployer.stop({ target });
  await expect.poll(async () => (await ledger()).processes).toEqual([]);
});

test('a release whose files were damaged is written anew, so that the next try brings it up', async () => {
  const { deployer, folder } = await deployerScene({ one: serving('one') }, onTestFinished);
  await deployer.deploy({ target, commit: 'one' });
  await deployer.stop({ target });
  const server = join(folder, 'releases', 'one', 'server.js');
  // As a power cut may leave it.
  await writeFile(server, '');
  await expect(deployer.deploy({ target, commit: 'one' })).rejects.toMatchObject({ code: 'DEPLOY_FAILED' });
  const { directUrl } = await deployer.deploy({ target, commit: 'one' });
  expect(await ask(directUrl)).toBe('one');
});
