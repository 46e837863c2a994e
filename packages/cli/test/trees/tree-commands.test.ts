import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { orchard, tempFolder } from '../command.ts';

const tree = (name: string, rest: string): string => `version: 1\nname: ${name}\n${rest}`;

async function folderWith(files: Readonly<Record<string, string>>) {
  const folder = await tempFolder();
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return { folder, at: (name: string) => join(folder, name), home: ['--home', join(folder, 'home')] };
}

describe('orchard tree validate', () => {
  it('shows every problem of every file with its place, also as JSON', async () => {
    const { at } = await folderWith({
      'a.yaml': tree('a', 'steps:\n\t\n'),
      'b.yaml': tree(
        'b',
        `steps:\n  x: { runs: ls }\n  y: { run: ls, timeoot: 1s, env: { A: "${'l'.repeat(300)}" } }\n`,
      ),
      'ok.yaml': tree('ok', 'steps: { x: { run: ls } }\n'),
    });
    const files = [at('a.yaml'), at('b.yaml'), at('ok.yaml'), at('none.yaml')];
    const { code, out } = await orchard('tree', 'validate', ...files);
    expect(code).toBe(1);
    expect(out).toMatch(/b\.yaml:4:8: unknown key "runs"[^\n]*\n {4} {2}x: \{ runs: ls \}\n {11}\^\n/);
    expect(out).toMatch(/b\.yaml:5:17: unknown key "timeoot"/);
    expect(out).toContain(`✓ ${at('ok.yaml')}`);
    expect(out).toContain('there is no such file');
    for (const line of out.split('\n').filter((text) => text.startsWith('    ')))
      expect(line.length).toBeLessThanOrEqual(80);
    const json = JSON.parse((await orchard('tree', 'validate', '--json', ...files)).out);
    expect(json).toMatchObject({
      valid: false,
      files: [{}, {}, { valid: true, problems: [] }, { valid: false }],
    });
    expect(json.files[1].problems[0]).toMatchObject({ line: 4, column: 3 });
  });
});

describe('inputs', () => {
  const typed = tree(
    'typed',
    `inputs:
  count: { type: number, required: true }
  flag: { type: boolean, default: false }
  data: { type: json }
steps:
  a: { run: echo "$INPUT_COUNT $INPUT_FLAG $INPUT_DATA" }
`,
  );

  it('come from the command line as text, from a file as values; the command line wins', async () => {
    const { at, home } = await folderWith({
      't.yaml': typed,
      'in.json': '{"count":1,"flag":true,"data":"text"}',
    });
    const given = ['--input-file', at('in.json'), '--input', 'count=7'];
    const { out } = await orchard('tree', 'run', at('t.yaml'), ...home, ...given);
    expect(out).toContain('a │ 7 true text');
  });

  it('that are wrong are wrong usage, and start nothing', async () => {
    const { at, home } = await folderWith({ 't.yaml': typed, 'list.json': '[1]', 'bad.json': '{' });
    for (const given of [
      [],
      ['--input', 'count'],
      ['--input', 'count=many'],
      ['--input', 'count=1', '--input', 'cuont=1'],
      ['--input-file', at('list.json')],
      ['--input-file', at('bad.json')],
      ['--input-file', at('none.json')],
      ['--input', 'count=1', '--slots', '0'],
    ])
      expect(await orchard('tree', 'run', at('t.yaml'), ...home, ...given)).toMatchObject({
        code: 2,
        out: '',
      });
    expect((await orchard('tree', 'ls', ...home)).code).toBe(1);
  });
});

describe('sub-trees', () => {
  const call = (name: string): string =>
    tree('call', `steps:\n  s: { uses: tree, with: { tree: "${name}" } }\n`);

  it('are found beside the file by their file or by the name inside, and nowhere else', async () => {
    const { folder, at, home } = await folderWith({
      'by-file.yml': tree('x', 'steps: { a: { run: echo by file } }\n'),
      'other.yaml': tree('by-name', 'steps: { a: { run: echo by name } }\n'),
      'broken.yaml': 'nonsense: [',
    });
    await mkdir(join(folder, 'below'));
    await writeFile(
      join(folder, 'below', 'hidden.yaml'),
      tree('hidden', 'steps: { a: { run: echo hidden } }\n'),
    );
    for (const name of ['by-file', 'by-name']) {
      await writeFile(at('call.yaml'), call(name));
      const { code, out } = await orchard('tree', 'run', at('call.yaml'), ...home);
      expect(out).toContain(name.replace('-', ' '));
      expect(code).toBe(0);
    }
    for (const name of ['hidden', 'below/hidden', '../x', '.']) {
      await writeFile(at('call.yaml'), call(name));
      const { code, out } = await orchard('tree', 'run', at('call.yaml'), ...home);
      expect(out).toContain(`There is no tree "${name}"`);
      expect(code).toBe(1);
    }
  });
});

describe('pools', () => {
  it('are all worked for by default', async () => {
    const { at, home } = await folderWith({
      'p.yaml': tree('p', 'steps: { a: { run: echo on gpu, pool: gpu } }\n'),
    });
    expect((await orchard('tree', 'run', at('p.yaml'), ...home)).out).toContain('on gpu');
  });
});

describe('help', () => {
  it('has an example for every command', async () => {
    const { out } = await orchard('tree', '--help');
    const names = [...out.matchAll(/^ {2}([a-z]+) \[options\]/gm)].map(([, name = '']) => name);
    expect(names).toHaveLength(13);
    for (const name of names)
      expect((await orchard('tree', name, '--help')).out).toContain(`Example:\n  orchard tree ${name}`);
  });
});
