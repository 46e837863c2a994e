import { type AppTarget, isOrchardError } from '@orchard-studio/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { composeTemplates, type Template } from '../../src/index.ts';

interface Parts {
  readonly requires?: readonly string[];
  readonly targets?: AppTarget[];
  readonly builtIn?: boolean;
}

const template = (
  name: string,
  files: Readonly<Record<string, string>>,
  { requires = [], targets = ['node'], builtIn = true }: Parts = {},
): Template => ({
  manifest: { name, title: name, description: name, targets, requires: [...requires] },
  files: new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])),
  builtIn,
});

const compose = (templates: readonly Template[], target: AppTarget = 'node'): Record<string, string> =>
  Object.fromEntries(
    [...composeTemplates({ target, templates })].map(([path, bytes]) => [
      path,
      Buffer.from(bytes).toString(),
    ]),
  );

function refused(templates: readonly Template[]): { readonly code: string; readonly details: unknown } {
  try {
    compose(templates);
  } catch (error) {
    if (isOrchardError(error)) return { code: error.code, details: error.details };
  }
  throw new Error('It was not refused.');
}

test('later templates win, in the order of what they require, the host last', () => {
  const files = compose([
    template('host', { a: 'host' }, { builtIn: false }),
    template('top', { a: 'top', b: 'top', c: 'top' }, { requires: ['middle'] }),
    template('middle', { b: 'middle', d: 'middle' }, { requires: ['base'] }),
    template('base', { a: 'base', b: 'base', e: 'base' }),
  ]);
  expect(files).toEqual({ a: 'host', b: 'top', c: 'top', d: 'middle', e: 'base' });
  expect(Object.keys(files)).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('only templates that are made for the target take part', () => {
  const templates = [
    template('both', { a: '1' }, { targets: ['node', 'next'] }),
    template('pages', { b: '1' }, { requires: ['both'] }),
    template('next', { c: '1' }, { targets: ['next'], requires: ['both'] }),
  ];
  expect(Object.keys(compose(templates))).toEqual(['a', 'b']);
  expect(Object.keys(compose(templates, 'next'))).toEqual(['a', 'c']);
});

test('package.json is merged by key', () => {
  const files = compose([
    template('one', { 'package.json': '{"name":"x","scripts":{"start":"a","test":"b"},"files":[1]}' }),
    template(
      'two',
      { 'package.json': '{"scripts":{"start":"c"},"dependencies":{"next":"16"},"files":[2]}' },
      { requires: ['one'] },
    ),
  ]);
  expect(JSON.parse(files['package.json'] ?? '')).toEqual({
    name: 'x',
    scripts: { start: 'c', test: 'b' },
    files: [2],
    dependencies: { next: '16' },
  });
});

describe('is refused, with the template and the path:', () => {
  const paths = {
    'a way out': '../x',
    'a way out further below': 'a/../../x',
    'an absolute path': '/etc/passwd',
    'a drive': 'C:/x',
    'a backslash': 'a\\..\\b',
    'a control character': 'a\nb',
    git: '.git/hooks/pre-commit',
    'git further below': 'a/.GIT/config',
    packages: 'node_modules/x/index.js',
    'the model': 'lib/model.json',
    'the model in other letters': 'Lib/Model.JSON',
    'the folder of the builder': '.orchard/generation.json',
    'an empty part': 'a//b',
  };
  test.each(Object.entries(paths))('%s', (_, path) => {
    expect(refused([template('bad', { [path]: 'x' })])).toMatchObject({
      code: 'CONFIG_INVALID',
      details: { template: 'bad', path },
    });
  });

  const clashes: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    ['names that differ in case only', { 'Lib/a.js': '' }, 'Lib/a.js'],
    ['a folder that is a file', { lib: '' }, 'lib'],
    ['a file that is a folder', { 'server.js/x': '' }, 'server.js/x'],
    ['two forms of one letter', { 'cafe\u0301': '' }, 'cafe\u0301'],
  ];
  test.each(clashes)('%s', (_, files, path) => {
    const base = template('base', { 'lib/b.js': '', 'server.js': '', café: '' });
    expect(refused([base, template('bad', files, { requires: ['base'] })])).toMatchObject({
      details: { template: 'bad', path },
    });
  });

  test('a file that is too large, and a package.json that is none', () => {
    const large = template('large', {});
    const files = new Map([['big.bin', new Uint8Array(5 * 1024 * 1024 + 1)]]);
    expect(refused([{ ...large, files }])).toMatchObject({ details: { template: 'large', path: 'big.bin' } });
    expect(refused([template('odd', { 'package.json': '[]' })])).toMatchObject({
      details: { template: 'odd', path: 'package.json' },
    });
  });

  test('what it requires and is not there, not for this target, or comes round in a circle', () => {
    expect(refused([template('a', {}, { requires: ['b'] })]).details).toMatchObject({
      reason: expect.stringContaining('"b"'),
    });
    const next = template('b', {}, { targets: ['next'] });
    expect(refused([template('a', {}, { requires: ['b'] }), next]).details).toMatchObject({ template: 'a' });
    const circle = ['a', 'b', 'c'].map((name, at) =>
      template(name, {}, { requires: [['b', 'c', 'a'][at] ?? ''] }),
    );
    expect(refused(circle).details).toMatchObject({ reason: expect.stringContaining('a → b → c → a') });
    expect(refused([template('a', {}), template('a', {}, { builtIn: false })]).details).toMatchObject({
      template: 'a',
    });
  });
});

test('whatever the paths are, a composition holds only paths that stay inside, or refuses', () => {
  const part = fc.oneof(
    fc.constantFrom('..', '.', '', '.git', 'node_modules', 'lib', 'LIB', 'model.json', 'a', 'C:'),
    fc.string({ unit: 'binary', maxLength: 6 }),
  );
  const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
  const files = fc.dictionary(path, fc.string());
  fc.assert(
    fc.property(files, files, (one, two) => {
      let made: Record<string, string>;
      try {
        made = compose([template('one', one), template('two', two, { requires: ['one'] })]);
      } catch (error) {
        expect(isOrchardError(error) && error.code).toBe('CONFIG_INVALID');
        return;
      }
      const folded = Object.keys(made).map((name) => name.normalize('NFC').toLowerCase());
      expect(new Set(folded).size).toBe(folded.length);
      for (const name of folded) {
        expect(name).not.toMatch(/^\/|(?:^|\/)(?:\.\.?|\.git|node_modules)(?:\/|$)|\\|\0/);
      }
    }),
  );
});
