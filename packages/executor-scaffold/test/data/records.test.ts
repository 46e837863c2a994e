import { describe, expect, test } from 'vitest';
import { open, TARGETS, use } from './fixture.ts';
import { entity, everyField, field, model } from './models.ts';

const shop = model(
  entity('brand', [field('name', 'string', { required: true })], { title: 'name' }),
  entity('article', everyField('brand'), { title: 'name' }),
);

describe.each(TARGETS)('records on %s', (target) => {
  test('every type comes back as it was given', async () => {
    const { records, store, entity: named } = await use(await open(target), shop);
    const brands = [await records('brand').add({ name: 'A' }), await records('brand').add({ name: 'B' })];
    const id = await records('article').add({
      name: ' Tea ',
      notes: ' two\nlines ? ',
      mail: 'a@example.org',
      site: 'https://example.org/?q=1',
      size: "It's big",
      weight: '0.1',
      price: '12.50',
      done: 'on',
      day: '0001-01-01',
      at: '2026-03-29T02:30+02:00',
      extra: { b: [1, null, { ключ: '\'"' }], a: true },
      picture: { name: '../a\u0000b?.png', type: 'Image/PNG; x=1', data: 'iVBORw==' },
      main: String(brands[0]),
      all: [String(brands[1]), brands[0] ?? 0, brands[1] ?? 0],
    });
    const record = await records('article').get(id);
    expect(record).toEqual({
      id,
      name: 'Tea',
      notes: ' two\nlines ? ',
      mail: 'a@example.org',
      site: 'https://example.org/?q=1',
      size: "It's big",
      stock: 3,
      weight: 0.1,
      price: 12.5,
      done: true,
      day: '0001-01-01',
      at: '2026-03-29T00:30:00.000Z',
      extra: { b: [1, null, { ключ: '\'"' }], a: true },
      picture: { id: expect.any(Number), name: '.._a b?.png', type: 'image/png', size: 4 },
      main: brands[0],
      all: brands,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updated_at: record.created_at,
    });
    const file = await store.file(named('article'), id, 'picture');
    expect(file?.bytes.toString()).toBe('137,80,78,71');
    expect(await records('article').all()).toEqual([record]);
  });

  test('what is left out is empty, and a change leaves the rest alone', async () => {
    const { records } = await use(await open(target), shop);
    const brand = await records('brand').add({ name: 'A' });
    const id = await records('article').add({ name: 'Tea', price: 1, all: [brand], day: '2026-01-31' });
    expect(await records('article').get(id)).toMatchObject({
      ...{
        notes: null,
        mail: null,
        stock: 3,
        done: false,
        extra: null,
        picture: null,
        main: null,
        all: [brand],
      },
    });
    expect(await records('article').change(id, { stock: null, all: '', price: 0.29 })).toEqual([]);
    expect(await records('article').get(id)).toMatchObject({
      ...{ name: 'Tea', stock: null, all: [], price: 0.29, day: '2026-01-31' },
    });
    expect(await records('article').change(9_999, { stock: 1 })).toEqual([
      { field: '', message: 'This article does not exist any more.' },
    ]);
  });

  test('rules are kept, each with its field', async () => {
    const { records, store, entity: named } = await use(await open(target), shop);
    const articles = records('article');
    await articles.add({ name: 'Tea', price: 1, mail: 'a@example.org' });
    const clash = { name: 'Milk', price: 1, mail: 'a@example.org', main: 77, all: [78] };
    expect((await articles.problems(clash)).map((problem) => problem.field)).toEqual(['mail', 'main', 'all']);
    expect(await articles.problems({ name: 'Milk', price: 1, mail: 'A@example.org' })).toEqual([]);
    expect(await articles.change(1, { mail: 'a@example.org' })).toEqual([]);
    expect(await store.create(named('article'), new Map(), { owner: null })).toEqual({
      problems: [
        { field: 'name', message: 'name is required.' },
        { field: 'price', message: 'price is required.' },
      ],
    });
    const bad = { name: '', price: 1e14, day: '2026-02-30', at: '0000-01-01T00:00', size: 'XL', all: ['x'] };
    expect((await articles.problems(bad)).map((problem) => problem.field)).toEqual([
      'name',
      'size',
      'price',
      'day',
      'at',
      'all',
    ]);
    expect(await articles.all()).toHaveLength(2);
  });

  test('a unique text may be longer than an index of the database takes', async () => {
    const pages = model(entity('page', [field('url', 'url', { unique: true })]));
    const { records } = await use(await open(target), pages);
    const noise = Array.from({ length: 1_900 }, (_, at) => ((at * 7919) % 36).toString(36)).join('');
    const url = `https://example.org/${noise}`;
    await records('page').add({ url });
    expect(await records('page').problems({ url: `${url}x` })).toEqual([]);
    expect(await records('page').problems({ url })).toEqual([
      { field: 'url', message: 'url is already taken.' },
    ]);
  });

  test('of several at once, one gets the unique value', async () => {
    const { records } = await use(await open(target), shop);
    const same = Array.from({ length: 8 }, () =>
      records('article').problems({ name: 'Tea', price: 1, mail: 'a@example.org' }),
    );
    const refused = (await Promise.all(same)).filter((problems) => problems.length > 0);
    expect(refused).toEqual(Array(7).fill([{ field: 'mail', message: 'mail is already taken.' }]));
  });

  test('files are replaced and removed with their records', async () => {
    const db = await open(target);
    const { records, store, entity: named } = await use(db, shop);
    const articles = records('article');
    const picture = { name: 'a.txt', type: 'nonsense', data: 'YQ==' };
    const id = await articles.add({ name: 'Tea', price: 1, picture });
    expect(await articles.change(id, { name: 'Green tea' })).toEqual([]);
    expect(await articles.change(id, { picture: { ...picture, data: 'YWI=' } })).toEqual([]);
    expect(await articles.get(id)).toMatchObject({
      picture: { size: 2, type: 'application/octet-stream' },
    });
    const count = async () => (await db.query('SELECT count(*) AS n FROM app_files'))[0]?.n;
    expect(await count()).toBe(1);
    // As it was read, it goes back, and stays.
    expect(await articles.change(id, { picture: (await articles.get(id)).picture ?? null })).toEqual([]);
    expect(await store.file(named('article'), id, 'picture')).toMatchObject({ name: 'a.txt' });
    expect(await articles.change(id, { picture: null })).toEqual([]);
    expect(await count()).toBe(0);
    await articles.change(id, { picture });
    await store.remove(named('article'), id);
    expect(await count()).toBe(0);
    expect(await store.file(named('article'), id, 'picture')).toBeUndefined();
  });

  test('a record that others need stays, one they only mention goes', async () => {
    const brand = entity('brand', [field('parent', 'reference', { references: 'brand' })]);
    const article = entity('article', [
      field('brand', 'reference', { references: 'brand', required: true }),
      field('second', 'reference', { references: 'brand' }),
      field('all', 'references', { references: 'brand', required: true }),
    ]);
    const { records, store } = await use(await open(target), model(brand, article));
    const [a, b, c] = [
      await records('brand').add({}),
      await records('brand').add({}),
      await records('brand').add({}),
    ];
    await records('brand').change(a, { parent: a });
    await records('brand').change(b, { parent: a });
    const id = await records('article').add({ brand: b, second: a, all: [a, c] });
    expect(await store.remove(brand, b)).toEqual({ blockedBy: [{ entity: article, count: 1 }] });
    expect(await store.remove(brand, a)).toEqual({ blockedBy: [] });
    expect(await records('brand').all()).toMatchObject([{ id: b, parent: null }, { id: c }]);
    expect(await records('article').get(id)).toMatchObject({ second: null, all: [c] });
    expect(await store.remove(brand, c)).toEqual({ blockedBy: [{ entity: article, count: 1 }] });
    expect(await store.remove(article, id)).toEqual({ blockedBy: [] });
    expect(await store.remove(brand, c)).toEqual({ blockedBy: [] });
    expect(await store.remove(brand, 12_345)).toEqual({ blockedBy: [] });
  });

  test('entities that need each other, and themselves', async () => {
    const hen = entity('hen', [field('egg', 'reference', { references: 'egg' })]);
    const egg = entity('egg', [
      field('hen', 'reference', { references: 'hen', required: true }),
      field('twin', 'reference', { references: 'egg', required: true }),
      field('nest', 'references', { references: 'egg' }),
    ]);
    const { records, store } = await use(await open(target), model(hen, egg));
    const first = await records('hen').add({});
    expect(await records('egg').problems({ hen: first, twin: 1 })).toHaveLength(1);
    expect(await records('egg').problems({ hen: 1.5, twin: -1 })).toHaveLength(2);
    expect(await records('hen').change(first, { egg: 9 })).toHaveLength(1);
    expect(await store.remove(hen, first)).toEqual({ blockedBy: [] });
  });

  test('titles, options, owners and settings', async () => {
    const { records, store, entity: named } = await use(await open(target), shop);
    const [b, a] = [
      await records('brand').add({ name: 'Béa' }, 4),
      await records('brand').add({ name: 'a\tb' }),
    ];
    expect(await store.titles(named('brand'), [a, b, 99])).toEqual(
      new Map([
        [a, 'a b'],
        [b, 'Béa'],
      ]),
    );
    expect(await store.titles(named('brand'), [])).toEqual(new Map());
    const all = { limit: 2, scope: 'all' } as const;
    expect(await store.options(named('brand'), all)).toEqual([
      { id: a, title: 'a b' },
      { id: b, title: 'Béa' },
    ]);
    expect(await store.options(named('brand'), { ...all, search: 'BEA' })).toHaveLength(1);
    expect(await store.options(named('brand'), { limit: 1, scope: 'all' })).toBeUndefined();
    expect([await store.ownerOf(named('brand'), b), await store.ownerOf(named('brand'), a)]).toEqual([
      4,
      null,
    ]);
    expect(await store.setSetting('secret', 'one', { onlyIfMissing: true })).toBe('one');
    expect(await store.setSetting('secret', 'two', { onlyIfMissing: true })).toBe('one');
    expect(await store.setSetting('secret', 'three')).toBe('three');
    expect([await store.setting('secret'), await store.setting('other')]).toEqual(['three', undefined]);
  });
});
