import { chmod, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { composeTemplates, listTemplates, readTemplates } from '../../src/index.ts';
import { readTemplate } from '../../src/templates/read-template.ts';
import { tempFolder, templateFolder, writeTree } from './temp-folder.ts';

test('a template is read byte by byte, without its manifest', async () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
  const folder = await templateFolder({ 'public/logo.bin': bytes, 'lib/template.json': '{}' });
  await chmod(join(folder, 'public/logo.bin'), 0o755);
  const { manifest, files } = await readTemplate(folder);
  expect(manifest.name).toBe('ours');
  expect([...files.keys()]).toEqual(['lib/template.json', 'public/logo.bin']);
  expect(files.get('public/logo.bin')).toEqual(Buffer.from(bytes));
});

test('links and forbidden folders are refused with their path', async () => {
  const outside = await tempFolder();
  await writeTree(outside, { secret: 'x' });
  const linked = await templateFolder({ 'lib/a.js': '' });
  await symlink(join(outside, 'secret'), join(linked, 'lib/secret.js'));
  await expect(readTemplate(linked)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    details: { template: 'ours', path: 'lib/secret.js' },
  });
  const folderLink = await templateFolder({});
  await symlink(outside, join(folderLink, 'lib'));
  await expect(readTemplate(folderLink)).rejects.toMatchObject({ details: { path: 'lib' } });
  const git = await templateFolder({ '.git/config': '' });
  await expect(readTemplate(git)).rejects.toMatchObject({ details: { path: '.git/config' } });
  const large = await templateFolder({ big: new Uint8Array(5 * 1024 * 1024 + 1) });
  await expect(readTemplate(large)).rejects.toMatchObject({ details: { path: 'big' } });
});

test('a folder without a usable manifest is refused', async () => {
  const empty = await tempFolder();
  await expect(readTemplate(empty)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  await expect(readTemplate(join(empty, 'nowhere'))).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  await mkdir(join(empty, 'x'));
  await writeTree(empty, { 'x/template.json': '{' });
  await expect(readTemplate(join(empty, 'x'))).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  for (const wrong of [{ name: 'No spaces' }, { targets: [] }, { targets: ['deno'] }, { surprise: 1 }]) {
    await expect(readTemplate(await templateFolder({}, wrong))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  }
});

test('the built-in templates compose for both targets, with those of a host on top', async () => {
  const folder = await templateFolder({ 'lib/extra.js': '// ours\n', 'README.md': '# Ours\n' });
  const listed = await listTemplates({ templates: [folder] });
  const names = listed.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(['base', 'data', 'access', 'api', 'ui', 'next', 'tests', 'deploy']),
  );
  expect(names.indexOf('base')).toBeLessThan(names.indexOf('data'));
  expect(names.at(-1)).toBe('ours');
  for (const { title, description } of listed) expect(title.length * description.length).toBeGreaterThan(0);

  const templates = await readTemplates([folder]);
  const node = composeTemplates({ target: 'node', templates });
  expect([...node.keys()]).toEqual(
    expect.arrayContaining([
      'server.js',
      'lib/types.d.ts',
      'lib/extra.js',
      'Dockerfile',
      'public/styles.css',
    ]),
  );
  const next = composeTemplates({ target: 'next', templates });
  expect(next.has('lib/types.d.ts')).toBe(true);
  expect(next.has('lib/extra.js')).toBe(false);
  expect(next.has('ui/html.js')).toBe(false);
});
