import { canonicalJson, type JsonValue } from '@orchard-studio/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeFile } from '../../src/generation/merge-file.ts';
import { mergeJson } from '../../src/generation/merge-json.ts';

const { json } = fc.letrec<{ json: JsonValue }>((tie) => {
  const key = fc.oneof(
    fc.constantFrom('a', 'b', 'id', '__proto__', 'constructor'),
    fc.string({ maxLength: 2 }),
  );
  const named = fc.record({ id: fc.constantFrom('x', 'y', 'z', 1), value: tie('json') });
  return {
    json: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(null, true, 0, 1, 'text'),
      fc.array(tie('json'), { maxLength: 4 }),
      fc.uniqueArray(named, { maxLength: 4, selector: ({ id }) => id }),
      fc.array(fc.tuple(key, tie('json')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
    ),
  };
});

test('what only one side changed is as that side has it', () => {
  fc.assert(
    fc.property(json, json, (base, changed) => {
      for (const three of [
        { base, ours: changed, theirs: base },
        { base, ours: base, theirs: changed },
      ]) {
        const { value, conflicts } = mergeJson(three);
        expect(canonicalJson(value)).toBe(canonicalJson(changed));
        expect(conflicts).toEqual([]);
      }
    }),
  );
});

test('whatever comes, the merged file is JSON, and merging again changes nothing', () => {
  const print = (value: JsonValue): Uint8Array => Buffer.from(JSON.stringify(value, null, 2));
  fc.assert(
    fc.property(json, json, json, (base, ours, theirs) => {
      const versions = { path: 'a.json', base: print(base), ours: print(ours), theirs: print(theirs) };
      const { bytes } = mergeFile(versions);
      expect(() => JSON.parse(Buffer.from(bytes).toString())).not.toThrow();
      expect(Buffer.from(bytes).includes('<<<<<<<')).toBe(false);
      const again = mergeFile({ ...versions, base: versions.theirs, ours: bytes });
      expect(again).toEqual({ bytes });
    }),
  );
});

test('keys that each side added, changed or removed come together', () => {
  const { value, conflicts } = mergeJson({
    base: { name: 'a', scripts: { start: 'x', test: 'y' }, gone: 1 },
    ours: { name: 'a', scripts: { start: 'x', lint: 'z', test: 'y' }, gone: 1, mine: true },
    theirs: { name: 'a', scripts: { start: 'x2', test: 'y', migrate: 'm' }, theirs: true },
  });
  expect(JSON.stringify(value)).toBe(
    JSON.stringify({
      name: 'a',
      scripts: { start: 'x2', lint: 'z', test: 'y', migrate: 'm' },
      mine: true,
      theirs: true,
    }),
  );
  expect(conflicts).toEqual([]);
});

test('elements of arrays are told apart by id, key or path, and keep their order', () => {
  const field = (key: string, label = key) => ({ id: `f-${key}`, key, label });
  const { value, conflicts } = mergeJson({
    base: [field('a'), field('b'), field('c')],
    ours: [field('c'), field('a', 'Mine'), field('b')],
    theirs: [field('a'), field('b'), field('c', 'Theirs'), field('d')],
  });
  expect(value).toEqual([field('c', 'Theirs'), field('d'), field('a', 'Mine'), field('b')]);
  expect(conflicts).toEqual([]);
});

test('a value that both changed stays as the person has it, and is named', () => {
  const { value, conflicts } = mergeJson({
    base: { 'a/b': 1, kept: 1, removed: 1, list: [1, 2] },
    ours: { 'a/b': 2, kept: 1, list: [1, 3] },
    theirs: { 'a/b': 3, kept: 2, removed: 2, list: [1, 4] },
  });
  expect(value).toEqual({ 'a/b': 2, kept: 2, list: [1, 3] });
  expect(conflicts.toSorted()).toEqual(['/a~1b', '/list', '/removed']);
});

test('a file that is no JSON any more is replaced, and one that never was is merged as text', () => {
  const bytes = (text: string): Uint8Array => Buffer.from(text);
  const broken = mergeFile({
    path: 'a.json',
    base: bytes('{"a":1}'),
    ours: bytes('{"a":1,}'),
    theirs: bytes('{"a":2}'),
  });
  expect(broken).toMatchObject({
    bytes: bytes('{"a":2}'),
    dispute: { aside: 'person', copy: bytes('{"a":1,}') },
  });
  const commented = mergeFile({
    path: 'tsconfig.json',
    base: bytes('{\n// c\n"a": 1,\n\n\n"b": 1}'),
    ours: bytes('{\n// c\n"a": 2,\n\n\n"b": 1}'),
    theirs: bytes('{\n// c\n"a": 1,\n\n\n"b": 2}'),
  });
  expect(commented).toEqual({ bytes: bytes('{\n// c\n"a": 2,\n\n\n"b": 2}') });
});

test('nesting that no stack holds does not end the build', () => {
  const deep = (inner: string): Uint8Array =>
    Buffer.from(`${'{"a":'.repeat(20_000)}${inner}${'}'.repeat(20_000)}`);
  const merged = mergeFile({ path: 'a.json', base: deep('1'), ours: deep('2'), theirs: deep('3') });
  expect(Buffer.compare(merged.bytes, deep('2'))).toBe(0);
  expect(merged.dispute).toBeDefined();
});

test('what is no text stays as the person has it', () => {
  const [base, ours, theirs] = [Buffer.from([0, 1]), Buffer.from([0, 2]), Buffer.from([0xff, 0xfe])];
  expect(mergeFile({ path: 'logo.png', base, ours, theirs })).toMatchObject({
    bytes: ours,
    dispute: { aside: 'generator', copy: theirs, lines: [] },
  });
});
