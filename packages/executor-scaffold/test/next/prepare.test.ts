import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { type PrepareAppOptions, prepareApp } from '../../src/index.ts';

/** Writes an app without packages whose build copies a text, and says when it begins and ends. */
const BUILD = `
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
const [journal, text] = (await readFile('settings.txt', 'utf8')).split('\\n');
await appendFile(journal, 'begin ' + text + '\\n');
await setTimeout(Number(process.env.BUILD_MS ?? 0));
await mkdir('dist');
await writeFile('dist/server.js', 'console.log(' + JSON.stringify(text) + ')');
await appendFile(journal, 'end ' + text + '\\n');
console.log('HOME=' + process.env.HOME, 'SECRET=' + process.env.SECRET);
`;

interface Scene {
  readonly root: string;
  readonly cache: string;
  readonly journal: string;
  readonly lines: string[];
  app(name: string, more?: object): Promise<string>;
  prepare(folder: string, more?: Partial<PrepareAppOptions>): Promise<string>;
}

async function scene(): Promise<Scene> {
  const root = await mkdtemp(join(tmpdir(), 'orchard-prepare-'));
  onTestFinished(() => rm(root, { recursive: true, force: true, maxRetries: 3 }));
  const [cache, journal] = [join(root, 'cache'), join(root, 'journal')];
  const lines: string[] = [];
  return {
    root,
    cache,
    journal,
    lines,
    app: async (name, more = {}) => {
      const folder = join(root, name);
      await mkdir(folder, { recursive: true });
      const content = { name, type: 'module', scripts: { build: 'node build.js' }, ...more };
      await writeFile(join(folder, 'package.json'), JSON.stringify(content));
      await writeFile(join(folder, 'build.js'), BUILD);
      await writeFile(join(folder, 'settings.txt'), `${journal}\n${name}`);
      return folder;
    },
    prepare: (folder, more = {}) =>
      prepareApp({
        folder,
        nodePath: process.execPath,
        cacheDirectory: cache,
        signal: AbortSignal.timeout(60_000),
        onLine: (line) => lines.push(line),
        ...more,
      }),
  };
}

test('an app without a build is ready as it is', async () => {
  const { app, prepare, cache } = await scene();
  const folder = await app('plain', { scripts: { start: 'node server.js' } });
  expect(await prepare(folder)).toBe(folder);
  expect(existsSync(cache)).toBe(false);
});

test('builds wait for each other, know nothing of this environment, and are not repeated', async () => {
  const { app, prepare, journal, lines } = await scene();
  process.env.SECRET = 'of the host';
  onTestFinished(() => void delete process.env.SECRET);
  const folders = [await app('one'), await app('two')];
  const env = { BUILD_MS: '200' };
  const ready = await Promise.all(folders.map((folder) => prepare(folder, { env })));
  expect(ready).toEqual(folders.map((folder) => join(folder, 'dist')));
  const [a, b, c, d] = (await readFile(journal, 'utf8')).trim().split('\n');
  expect([a?.replace('begin', 'end'), c?.replace('begin', 'end')]).toEqual([b, d]);
  expect(lines.some((line) => line.includes('SECRET=undefined'))).toBe(true);
  for (const [at, name] of ['one', 'two'].entries())
    expect(await readFile(join(ready[at] ?? '', 'server.js'), 'utf8')).toContain(name);

  const last = d === 'end two' ? folders[1] : folders[0];
  await rm(join(last ?? '', 'dist'), { recursive: true });
  await prepare(last ?? '');
  expect((await readFile(journal, 'utf8')).trim().split('\n')).toHaveLength(4);
});

test('a build that is cancelled ends, with all it started, and the next one works', async () => {
  const { app, prepare, journal } = await scene();
  const folder = await app('slow');
  const gone = new AbortController();
  const first = prepare(folder, { env: { BUILD_MS: '60000' }, signal: gone.signal });
  first.catch(() => {});
  // The file is there before its first line is.
  while ((await readFile(journal, 'utf8').catch(() => '')) === '') await pause(20);
  gone.abort(new Error('not wanted any more'));
  await expect(first).rejects.toThrow('not wanted any more');
  expect(await prepare(folder)).toBe(join(folder, 'dist'));
  expect((await readFile(journal, 'utf8')).trim().split('\n')).toEqual([
    'begin slow',
    'begin slow',
    'end slow',
  ]);
});

test('packages that were half installed are installed again', { timeout: 60_000 }, async () => {
  const { app, prepare, root, cache } = await scene();
  const own = join(root, 'own-package');
  await mkdir(own);
  await writeFile(join(own, 'package.json'), JSON.stringify({ name: 'own-package', version: '1.0.0' }));
  const folder = await app('packed', { dependencies: { 'own-package': `file:${own}` } });
  const build = async (text: string): Promise<void> => {
    await writeFile(join(folder, 'change.txt'), text);
    await prepare(folder);
  };
  await build('first');
  const [key = ''] = await readdir(join(cache, 'builds'));
  const work = join(cache, 'builds', key);
  const [marker, installed] = [join(work, '.installed'), join(work, 'node_modules', 'own-package')];
  // As a kill leaves it: some packages, and no word that it is all of them.
  await rm(marker);
  await rm(installed, { recursive: true });
  await build('second');
  expect(existsSync(installed)).toBe(true);
  // With its word it is taken for whole.
  await rm(installed, { recursive: true });
  await build('third');
  expect(existsSync(installed)).toBe(false);
});

test('a registry that does not answer is told apart from a bad package', { timeout: 60_000 }, async () => {
  const { app, prepare } = await scene();
  const folder = await app('packages', { dependencies: { 'left-pad': '1.3.0' } });
  const env = { npm_config_registry: 'http://127.0.0.1:9/' };
  await expect(prepare(folder, { env })).rejects.toMatchObject({
    code: 'UNREACHABLE',
    message: expect.stringContaining('Connect to the network'),
  });
  const bad = await app('bad', { dependencies: { nothing: 'file:./nothing-here.tgz' } });
  await expect(prepare(bad)).rejects.toMatchObject({ code: 'STEP_FAILED' });
});

test('a build that fails, or makes nothing that runs, says so', async () => {
  const { app, prepare } = await scene();
  const failing = await app('failing', {
    scripts: { build: 'node -e "console.error(\'Error: no\'); process.exit(3)"' },
  });
  await expect(prepare(failing)).rejects.toMatchObject({
    code: 'STEP_FAILED',
    message: expect.stringContaining('Error: no'),
  });
  const empty = await app('empty', { scripts: { build: 'node -e 1' } });
  await expect(prepare(empty)).rejects.toThrow('dist/server.js');
});
