import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Input, JsonValue } from '../../templates/base/lib/types.d.ts';
import { layer, open, recordsOf, TARGETS, use } from './fixture.ts';
import { entity, everyField, field, model } from './models.ts';

const RUNS = process.env.ORCHARD_PROVE === undefined ? 60 : 3_000;

const NAMES = [
  ...[
    'select',
    'order',
    'Order',
    'group',
    'user',
    'table',
    'references',
    'null',
    'values',
    'attach',
    'vacuum',
  ],
  ...[
    'sqlite_master',
    'sqlite_x',
    'pg_class',
    'app_meta',
    'app_rebuild',
    'app_files',
    'x_app_meta',
    'foo_pkey',
  ],
  ...['foo', 'Foo', 'FOO_2', 'foo_id_seq', 'foo_2', 'foo_x_idx', 'rowid', 'oid', 'ctid', 'xmin', 'tableoid'],
  ...[
    'id',
    'created_at',
    'record_owner',
    'source',
    'target',
    'таблица',
    '日本',
    '',
    ' ',
    '1',
    "a'b",
    'a"b',
    'a;--',
  ],
  ...['a?b', '?', 'a\\b', 'a\u0000b', '😀', 'constructor', 'toString', 'then', `${'long'.repeat(30)}a`],
  `${'long'.repeat(30)}b`,
];

/** Anything that may stand in a JSON body, and what gets through checks that are not careful. */
const anything: fc.Arbitrary<Input> = fc.oneof(
  fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as JsonValue),
  fc.constantFrom<Input>(
    ...[1e308, -1e308, 5e-324, -0, 2 ** 53, 2 ** 63, -(2 ** 63), 0.1, 1e13, -1e13, 99999999999.99],
    ...[
      '\u0000',
      'a\u0000b',
      '\ud800',
      '\udfff\ud800',
      '\u202e',
      "'; DROP TABLE a; --",
      '?',
      '$1',
      '%',
      '\\',
    ],
    ...['0000-01-01', '0001-01-01', '9999-12-31', '10000-01-01', '2026-02-29', '0001-01-01T00:00+14:00'],
    ...['9999-12-31T23:59-14:00', '2026-01-31T24:00', '2026-01-31 10:00', 'NaN', 'Infinity', '1e5', '0x10'],
    ...['true', 'off', '1', '9223372036854775808', 'a@b.c', 'https://x.y/?a=%00', 'S'],
    ...[['1', '1', 2], [null, ''], [[1]], { id: 1 }, { data: '' }, { name: 'x', type: 'y', data: '!' }],
    { name: '../../etc/passwd\u0000', type: 'text/html; charset=x', data: 'YQ' },
    { name: '\ud800', type: '', bytes: new Uint8Array([0, 255]) },
    ['[', ']'].map((sign) => sign.repeat(3_000)).join(''),
    JSON.parse('['.repeat(500) + ']'.repeat(500)) as JsonValue,
    JSON.parse('{"__proto__":{"a":1},"\\u0000":1}') as JsonValue,
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
);

describe.each(TARGETS)('on %s', (target) => {
  test('any name can be that of an entity and of a field', async () => {
    const fields = NAMES.map((name, at) =>
      field(`${at}`, at % 2 === 0 ? 'string' : 'text', { key: name, unique: at % 3 === 0 }),
    );
    const entities = NAMES.map((name, at) =>
      entity(
        `${at}`,
        [
          ...(at === 0 ? fields : []),
          field('x', 'reference', { references: '0' }),
          field('links', 'references', { key: at === 0 ? 'links' : name, references: `${at}` }),
        ],
        { table: name },
      ),
    );
    const db = await open(target);
    const app = model(...entities);
    const { records, store } = await use(db, app);
    expect((await layer.migrate(db, app)).steps).toEqual([]);
    const values = Object.fromEntries(NAMES.map((name) => [name, 'v']));
    const id = await records('0').add(values);
    // An app gives its fields no names that every record has.
    const own = NAMES.filter((name) => name !== 'id' && name !== 'created_at');
    expect(await records('0').get(id)).toMatchObject(Object.fromEntries(own.map((name) => [name, 'v'])));
    for (const { path } of entities.slice(1)) await records(path).add({ x: id });
    for (const name of NAMES)
      expect(await records('0').all({ sort: { key: name, descending: true }, search: 'V' })).toHaveLength(1);
    const [first] = entities;
    if (first !== undefined) expect(await store.remove(first, id)).toEqual({ blockedBy: [] });
    const tables = entities.map((one) => ({ ...one, fields: [field('x', 'text')] }));
    await use(db, model(...tables));
    expect((await use(db, app)).migration.steps.length).toBeGreaterThan(0);
  });

  test('any input is stored as it is read back, or is a problem of its field', async () => {
    const fields = [
      ...everyField('thing'),
      field('more', 'references', { references: 'thing', unique: true }),
    ];
    const thing = entity(
      'thing',
      fields.map((one) => ({ ...one, required: false })),
      { title: 'name' },
    );
    const { store } = await use(await open(target), model(thing));
    await recordsOf(store, thing).add({});
    const keys = fc.constantFrom(...thing.fields.map(({ key }) => key), 'id', 'nothing', '__proto__');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(keys, anything), { maxLength: 5 }), anything, async (given, one) => {
        const { values, problems } = layer.validate(thing, new Map(given), {
          partial: false,
          defaults: true,
        });
        for (const { field: key } of problems) expect(given.map(([name]) => name)).toContain(key);
        const written = await store.create(thing, values, { owner: null });
        if ('problems' in written) {
          expect(['mail', 'main', 'all', 'more']).toEqual(
            expect.arrayContaining(written.problems.map((problem) => problem.field)),
          );
          return;
        }
        const record = await store.get(thing, written.id, 'all');
        for (const [key, value] of values) {
          if (value instanceof Object && 'bytes' in value)
            expect(await store.file(thing, written.id, key)).toEqual(value);
          else expect(record?.[key]).toEqual(value);
        }
        const again = layer.validate(thing, new Map(Object.entries(record ?? {})), {
          partial: true,
          defaults: false,
        });
        expect(again.problems).toEqual([]);
        expect(await store.update(thing, written.id, again.values)).toEqual({ id: written.id });
        expect(await store.get(thing, written.id, 'all')).toEqual({
          ...record,
          updated_at: expect.any(String),
        });
        const search = typeof one === 'string' ? one : 'a';
        const filter = one instanceof Object && 'bytes' in one ? null : (one as JsonValue);
        for (const { key } of thing.fields) {
          const query = {
            page: 1,
            pageSize: 5,
            search,
            sort: { key, descending: false },
            filters: new Map([[key, filter]]),
          };
          expect((await store.list(thing, query, { account: 1 })).items).toEqual([]);
        }
        await store.remove(thing, written.id);
      }),
      { numRuns: target === 'PostgreSQL' ? RUNS / 2 : RUNS },
    );
  });

  test('numbers that cannot be ids find nothing', async () => {
    const thing = entity('thing', [field('file', 'file')]);
    const { store } = await use(await open(target), model(thing));
    for (const id of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 63, 1e300]) {
      expect(await store.get(thing, id, 'all')).toBeUndefined();
      expect(await store.file(thing, id, 'file')).toBeUndefined();
      expect(await store.ownerOf(thing, id)).toBeNull();
      expect(await store.titles(thing, [id])).toEqual(new Map());
      expect(await store.remove(thing, id)).toEqual({ blockedBy: [] });
      expect(await store.update(thing, id, new Map())).toHaveProperty('problems');
    }
  });
});
