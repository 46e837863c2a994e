import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type GeneratedApp, generateApp } from '../../src/index.ts';
import { taskTracker } from '../blueprints.ts';
import { readTree } from '../folder-workspace.ts';
import { tempFolder, writeTree } from '../templates/temp-folder.ts';
import { shown } from './rebuild.ts';

const PLAN = taskTracker();

const generate = (directory: string, more: object = {}): Promise<GeneratedApp> =>
  generateApp({
    blueprint: PLAN,
    spec: '# Spec',
    projectName: 'Tasks',
    projectSlug: 'tasks',
    directory,
    ...more,
  });

test('an app is written beside what the folder holds, and its target is remembered', async () => {
  const folder = await tempFolder();
  await writeTree(folder, { 'notes.txt': 'mine', '.git/HEAD': 'ref: refs/heads/main' });
  const app = await generate(folder, { target: 'next' });
  const tree = shown(await readTree(folder));
  expect(Object.keys(tree).sort()).toEqual([...app.files, '.git/HEAD', 'notes.txt'].sort());
  expect(app.changed).toEqual(app.files);
  expect(await generate(folder)).toMatchObject({ target: 'next', changed: [], conflicts: [] });
  const back = await generate(folder, { target: 'node' });
  expect(back.changed).toContain('ui/html.js');
  expect(shown(await readTree(folder))).toMatchObject({ 'notes.txt': 'mine' });
});

test('a folder that holds files of the same names is left as it is', async () => {
  const folder = await tempFolder();
  await writeTree(folder, { 'server.js': 'mine' });
  await expect(generate(folder)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    details: { path: 'server.js' },
  });
  expect([...(await readTree(folder)).keys()]).toEqual(['server.js']);
});

test('links in the folder lead nobody out of it', async () => {
  const [folder, outside] = [await tempFolder(), await tempFolder()];
  await writeTree(outside, { precious: 'x', 'html.js': 'x' });
  await generate(folder);
  const links = ['.orchard/generated', '.orchard/conflicts', 'ui'];
  for (const path of links) {
    await rm(join(folder, path), { recursive: true, force: true });
    await symlink(outside, join(folder, path));
  }
  await rm(join(folder, 'server.js'));
  await symlink(join(outside, 'precious'), join(folder, 'server.js'));
  await writeFile(join(folder, 'README.md'), 'edited');
  const { conflicts } = await generate(folder, { projectName: 'Other', spec: '# Other' });
  expect(await readTree(outside)).toEqual(
    new Map([
      ['html.js', 'x'],
      ['precious', 'x'],
    ]),
  );
  expect(conflicts).toEqual([]);
  expect(await readFile(join(folder, 'docs/spec.md'), 'utf8')).toBe('# Other\n');
});

test('an abort ends it between two files, and doing it again completes it', async () => {
  const folder = await tempFolder();
  await mkdir(join(folder, 'docs'));
  const aborted = generate(folder, { signal: AbortSignal.abort(new Error('stop')) });
  await expect(aborted).rejects.toThrow('stop');
  expect(await readdir(join(folder, 'docs'))).toEqual([]);
  expect((await generate(folder)).conflicts).toEqual([]);
});
