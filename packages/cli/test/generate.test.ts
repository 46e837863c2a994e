import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BlueprintContent, emptyBlueprintContent } from '@orchard-studio/core';
import { expect, test } from 'vitest';
import { orchard, tempFolder } from './command.ts';

const item = (id: string) => ({
  id: `${id}_${'0'.repeat(22)}`,
  status: 'confirmed' as const,
  origin: 'user_stated' as const,
  sources: [],
  confidence: 1,
  locked: false,
});

const CONTENT: BlueprintContent = {
  ...emptyBlueprintContent(),
  feature: 'Recipe box',
  sections: {
    ...emptyBlueprintContent().sections,
    dataModel: {
      coverage: 'complete',
      entities: [
        {
          ...item('ent'),
          name: 'Recipe',
          description: '',
          fields: [
            {
              ...item('fld'),
              name: 'title',
              type: 'string',
              required: true,
              unique: false,
              default: null,
              references: null,
              values: [],
            },
          ],
        },
      ],
    },
    integrations: {
      coverage: 'complete',
      items: [{ ...item('int'), name: 'Stripe', purpose: 'Payments' }],
    },
  },
};

async function scene(): Promise<{ readonly from: string; readonly out: string; readonly folder: string }> {
  const folder = await tempFolder();
  const from = join(folder, 'blueprint.json');
  await writeFile(from, JSON.stringify(CONTENT));
  return { from, out: join(folder, 'my app'), folder };
}

test('an app is written from a file, with what is missing and how to start it', async () => {
  const { from, out } = await scene();
  const { code, out: text, err } = await orchard('generate', '--from', from, '--out', out);
  expect(err).toBe('');
  expect(code).toBe(0);
  expect(text).toMatch(/ {2}server\.js\n[\s\S]*files changed, for node\n/);
  expect(text).toMatch(/Not built\n(?: {2}- .*\n)* {2}- Stripe: It is not connected\./);
  expect(text).toMatch(/Start it: {2}cd .* && node server\.js/);
  expect(JSON.parse(await readFile(join(out, 'lib/model.json'), 'utf8'))).toMatchObject({
    name: 'Recipe box',
    entities: [{ path: 'recipes' }],
  });
  expect(JSON.parse(await readFile(join(out, 'package.json'), 'utf8'))).toMatchObject({ name: 'recipe-box' });
  expect(await readFile(join(out, 'docs/spec.md'), 'utf8')).toContain('Recipe');
  const again = await orchard('generate', '--from', join(out, 'docs/blueprint.json'), '--out', out);
  expect(again.out).toMatch(/^✓ .*: 0 of \d+ files changed/);
});

test('edits are kept, and what could not be merged is told', async () => {
  const { from, out } = await scene();
  await orchard('generate', '--from', from, '--out', out);
  const readme = join(out, 'README.md');
  const model = join(out, 'lib/model.json');
  await writeFile(readme, `${await readFile(readme, 'utf8')}\nMine.\n`);
  await writeFile(model, (await readFile(model, 'utf8')).replace('"Recipe box"', '"My recipes"'));
  await writeFile(from, JSON.stringify({ ...CONTENT, feature: 'Cook book', summary: 'All of them.' }));
  const { code, out: text } = await orchard('generate', '--from', from, '--out', out, '--name', 'x');
  expect(code).toBe(0);
  expect(await readFile(readme, 'utf8')).toMatch(/^# Cook book[\s\S]*Mine\.\n$/);
  expect(JSON.parse(await readFile(model, 'utf8'))).toMatchObject({
    name: 'My recipes',
    summary: 'All of them.',
  });
  expect(text).toMatch(/Not merged .*\n {2}- lib\/model\.json: .*\/name/);
  expect(await readFile(join(out, '.orchard/conflicts/lib/model.json'), 'utf8')).toContain('Cook book');
});

test("templates of one's own come on top, and are named when they cannot be used", async () => {
  const { from, out, folder } = await scene();
  const manifest = { name: 'ours', title: 'Ours', description: 'x', targets: ['node'], requires: ['base'] };
  await writeFile(join(folder, 'template.json'), JSON.stringify(manifest));
  // The Blueprint lies in the same folder, and is copied like any other file.
  const { code } = await orchard('generate', '--from', from, '--out', `${out}2`, '--templates', folder);
  expect(code).toBe(0);
  expect(await readFile(join(`${out}2`, 'blueprint.json'), 'utf8')).toBe(JSON.stringify(CONTENT));
  const bad = await orchard('generate', '--from', from, '--out', out, '--templates', join(folder, 'nowhere'));
  expect(bad).toMatchObject({ code: 1, err: expect.stringMatching(/nowhere.*CONFIG_INVALID/) });
});

test('what cannot be done is said in one line', async () => {
  const { from, out, folder } = await scene();
  const run = (...args: readonly string[]) => orchard('generate', ...args);
  expect(await run('--from', join(folder, 'absent.json'), '--out', out)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/absent\.json cannot be read/),
  });
  await writeFile(join(folder, 'broken.json'), '{');
  expect((await run('--from', join(folder, 'broken.json'), '--out', out)).err).toMatch(/is not JSON/);
  await writeFile(join(folder, 'other.json'), '{"a":1}');
  expect((await run('--from', join(folder, 'other.json'), '--out', out)).err).toMatch(/holds no Blueprint/);
  expect(await run('--from', from, '--out', out, '--target', 'cobol')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/node, next/),
  });
  expect(await run('--out', out)).toMatchObject({ code: 2, err: expect.stringContaining('--from') });
  await writeFile(join(folder, 'README.md'), 'mine');
  const occupied = await run('--from', from, '--out', folder);
  expect(occupied).toMatchObject({
    code: 1,
    err: expect.stringMatching(/README\.md.*Choose an empty folder/),
  });
  expect(await readFile(join(folder, 'README.md'), 'utf8')).toBe('mine');
  expect((await run('--help')).out).toMatch(/--from[\s\S]*--out[\s\S]*--target[\s\S]*--templates/);
});

test('the templates are listed with what they are for', async () => {
  const { code, out } = await orchard('templates');
  expect(code).toBe(0);
  expect(out).toMatch(/^base +node, next +\S.*\n/);
  expect(out).toMatch(/^ui +node +\S/m);
});
