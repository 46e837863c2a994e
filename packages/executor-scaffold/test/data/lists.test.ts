import { describe, expect, test } from 'vitest';
import type { Database, Values } from '../../templates/base/lib/types.d.ts';
import { layer, open, TARGETS, use } from './fixture.ts';
import { entity, everyField, field, model } from './models.ts';

const shop = model(
  entity('brand', [field('name')], { title: 'name' }),
  entity('article', everyField('brand')),
);
const NAMES = [
  'zebra',
  'Äpfel',
  'apple',
  'Ébène',
  'ebony',
  'ŽLUŤ',
  'жук',
  'Жаба',
  '100%',
  '100x',
  'a_b',
  'ａ',
];

describe.each(TARGETS)('lists on %s', (target) => {
  const filled = async () => {
    const used = await use(await open(target), shop);
    for (const [at, name] of NAMES.entries())
      await used.records('article').add({
        ...{ name, price: at, stock: at % 3 === 0 ? null : at % 4, weight: -at / 3 },
        ...{ done: at % 2 === 0, day: at % 5 === 0 ? null : `2026-01-${10 + (at % 4)}` },
        size: at % 3 === 0 ? null : 'M',
      });
    const articles = used.records('article');
    const names = async (query: Parameters<typeof articles.all>[0]) =>
      (await articles.all(query)).map((record) => record.name);
    const ids = async (query: Parameters<typeof articles.all>[0]) =>
      (await articles.all(query)).map((record) => record.id);
    return { ...used, articles, names, ids };
  };

  test('text sorts without regard to case and accents, in any script', async () => {
    const { names } = await filled();
    const sorted = [
      '100%',
      '100x',
      'ａ',
      'a_b',
      'Äpfel',
      'apple',
      'Ébène',
      'ebony',
      'zebra',
      'ŽLUŤ',
      'Жаба',
      'жук',
    ];
    expect(await names({ sort: { key: 'name', descending: false } })).toEqual(sorted);
    expect(await names({ sort: { key: 'name', descending: true } })).toEqual(sorted.toReversed());
  });

  test('nothing comes last, in both directions', async () => {
    const { ids } = await filled();
    expect(await ids({ sort: { key: 'stock', descending: false } })).toEqual([
      5, 9, 2, 6, 3, 11, 8, 12, 1, 4, 7, 10,
    ]);
    expect(await ids({ sort: { key: 'stock', descending: true } })).toEqual([
      12, 8, 11, 3, 6, 2, 9, 5, 10, 7, 4, 1,
    ]);
    expect(await ids({ sort: { key: 'done', descending: false } })).toEqual([
      2, 4, 6, 8, 10, 12, 1, 3, 5, 7, 9, 11,
    ]);
    expect(await ids({ sort: { key: 'weight', descending: false } })).toEqual([
      12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1,
    ]);
    for (const key of ['extra', 'picture', 'all', 'main', 'created_at', 'nonsense'])
      expect(await ids({ sort: { key, descending: false } })).toEqual(NAMES.map((_, at) => at + 1));
  });

  test('a search finds parts of words, and takes no sign for a joker', async () => {
    const { names } = await filled();
    expect(await names({ search: 'EBE' })).toEqual(['Ébène']);
    expect(await names({ search: 'äP' })).toEqual(['Äpfel', 'apple']);
    expect(await names({ search: 'жА' })).toEqual(['Жаба']);
    expect(await names({ search: '0%' })).toEqual(['100%']);
    expect(await names({ search: 'a_' })).toEqual(['a_b']);
    expect(await names({ search: 'zlut' })).toEqual(['ŽLUŤ']);
    for (const search of ['\\', "'", '?', '\0\ud800nothing', 'x'.repeat(100_000)])
      expect(await names({ search })).toEqual([]);
  });

  test('pages and totals', async () => {
    const { store, entity: named } = await filled();
    const page = (number: number, pageSize = 5) =>
      store.list(
        named('article'),
        { page: number, pageSize, search: '', sort: { key: 'id', descending: true }, filters: new Map() },
        'all',
      );
    expect((await page(3)).items.map(({ id }) => id)).toEqual([2, 1]);
    expect((await page(3)).total).toBe(12);
    expect((await page(Number.MAX_SAFE_INTEGER, 100)).items).toEqual([]);
    expect(await store.count(named('article'), 'all')).toBe(12);
  });

  test('filters match exactly, and what cannot be a value matches nothing', async () => {
    const { records, articles, ids } = await filled();
    const brand = await records('brand').add({ name: 'A' });
    await articles.change(3, { main: brand, all: [brand], at: '2026-01-01T10:00Z', extra: { a: 1 } });
    const by = (key: string, value: Parameters<Map<string, string | number | boolean | null>['set']>[1]) =>
      ids({ filters: new Map([[key, value]]) });
    expect(await by('name', 'apple')).toEqual([3]);
    expect(await by('name', 'Apple')).toEqual([]);
    expect(await by('stock', 2)).toEqual([3, 11]);
    expect(await by('stock', null)).toEqual([1, 4, 7, 10]);
    expect(await by('price', 3)).toEqual([4]);
    expect(await by('weight', '-1')).toEqual([4]);
    expect(await by('done', false)).toEqual([2, 4, 6, 8, 10, 12]);
    expect(await by('day', '2026-01-13')).toEqual([4, 8, 12]);
    expect(await by('at', '2026-01-01T11:00:00+01:00')).toEqual([3]);
    expect(await by('main', brand)).toEqual([3]);
    expect(await by('all', String(brand))).toEqual([3]);
    expect((await by('all', null)).length).toBe(11);
    expect((await by('picture', null)).length).toBe(12);
    const nonsense = ['abc', '1e400', -1, 2 ** 60, '\0', true, '2026-02-31'];
    for (const key of ['stock', 'price', 'day', 'at', 'main', 'all', 'picture', 'size', 'mail', 'nothing'])
      for (const value of nonsense)
        if (key !== 'price' || value !== -1) expect(await by(key, value)).toEqual([]);
  });

  test('a scope shows what is somebody’s own, also through what it belongs to', async () => {
    const patient = entity('patient', [field('name')]);
    const visit = entity(
      'visit',
      [
        field('patient', 'reference', { references: 'patient' }),
        field('more', 'references', { references: 'patient' }),
      ],
      { owners: ['patient', 'more'] },
    );
    const { records, store } = await use(await open(target), model(patient, visit));
    const mine = await records('patient').add({}, 1);
    const other = await records('patient').add({}, 2);
    const ids = [
      await records('visit').add({}, 1),
      await records('visit').add({ patient: mine }, 2),
      await records('visit').add({ more: [other, mine] }),
      await records('visit').add({ patient: other }, null),
    ];
    expect((await records('visit').all({}, { account: 1 })).map(({ id }) => id)).toEqual(ids.slice(0, 3));
    expect(await store.count(visit, { account: 1 })).toBe(3);
    expect(await store.count(visit, { account: 3 })).toBe(0);
    expect(await store.get(visit, ids[3] ?? 0, { account: 1 })).toBeUndefined();
    expect(await store.get(visit, ids[3] ?? 0, { account: 2 })).toMatchObject({ patient: other });
    expect(await store.options(patient, { limit: 9, scope: { account: 2 } })).toEqual([
      { id: other, title: `patient #${other}` },
    ]);
    expect([...(await store.titles(visit, ids, { account: 1 })).keys()].sort()).toEqual(ids.slice(0, 3));
    await store.update(visit, ids[3] ?? 0, new Map(), { owner: 3 });
    expect(await store.count(visit, { account: 3 })).toBe(1);
  });

  test('a page takes a statement for records and one for each kind of what belongs to them', async () => {
    const db = await open(target);
    const { entity: named } = await use(db, shop);
    const asked: string[] = [];
    const watched: Database = {
      dialect: db.dialect,
      query: (sql, values) => {
        asked.push(sql);
        return db.query(sql, values);
      },
      run: (sql, values) => db.run(sql, values),
      transaction: (work) => db.transaction(work),
      close: () => db.close(),
    };
    const store = await layer.Store.open(watched, shop);
    const values: Values = new Map(Object.entries({ name: 'e', price: 1 }));
    values.set('picture', { name: 'a', type: 'a/b', bytes: new Uint8Array(3) });
    for (let count = 0; count < 9; count += 1) await store.create(named('article'), values, { owner: 1 });
    asked.length = 0;
    const query = {
      page: 1,
      pageSize: 50,
      search: 'e',
      sort: { key: 'name', descending: false },
      filters: new Map(),
    };
    await store.list(named('article'), query, { account: 1 });
    await store.list(named('article'), query, 'all');
    expect(asked).toHaveLength(2 * 4);
    asked.length = 0;
    await store.titles(named('article'), [1, 2, 3]);
    expect(asked).toHaveLength(1);
  });
});
