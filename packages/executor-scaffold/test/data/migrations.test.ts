import { describe, expect, test } from 'vitest';
import type { AppModel, Field, FieldType } from '../../templates/base/lib/types.d.ts';
import { layer, open, TARGETS, use } from './fixture.ts';
import { entity, everyField, field, model } from './models.ts';

const brand = entity('brand', [field('name')]);
const withFields = (...fields: Field[]): AppModel => model(brand, entity('article', fields));
/** The field `x`, as it is at one time. */
const x = (type: FieldType, more: Partial<Field> = {}): Field => field('x', type, more);

describe.each(TARGETS)('migrations on %s', (target) => {
  /** Adds records with these values of `x`, changes the model, and reads `x` again. */
  const through = async (
    given: readonly Parameters<Map<string, never>['get']>[0][] | readonly unknown[],
    first: Field,
    ...later: Field[]
  ) => {
    const db = await open(target);
    const before = await use(db, withFields(first));
    for (const value of given) await before.records('article').add(JSON.parse(JSON.stringify({ x: value })));
    const seen: unknown[][] = [];
    const notes: string[] = [];
    for (const next of later) {
      const { records, migration } = await use(db, withFields(next));
      notes.push(...migration.steps.map((step) => step.summary));
      seen.push((await records('article').all()).map((record) => record.x));
      expect((await layer.migrate(db, withFields(next))).steps).toEqual([]);
    }
    return { db, seen, notes };
  };

  test('a plan changes nothing, and a second migration has nothing to do', async () => {
    const db = await open(target);
    const shop = model(brand, entity('article', everyField('brand')));
    const plan = await layer.planMigration(db, shop);
    expect(plan.steps.map((step) => step.summary)).toHaveLength(3);
    await expect(db.query('SELECT * FROM app_layout')).rejects.toThrow(/app_layout/);
    expect(await layer.migrate(db, shop)).toEqual(plan);
    expect((await layer.migrate(db, shop)).steps).toEqual([]);
    expect((await layer.planMigration(db, shop)).steps).toEqual([]);
    const ledger = await db.query('SELECT summary, statements FROM app_migrations ORDER BY id');
    expect(ledger.map((row) => [row.summary, JSON.parse(String(row.statements))])).toEqual(
      plan.steps.map((step) => [step.summary, step.sql]),
    );
  });

  test('new names for an entity and its fields keep the data', async () => {
    const db = await open(target);
    const before = await use(db, model(brand, entity('article', everyField('brand'))));
    const a = await before.records('brand').add({ name: 'A' });
    const id = await before.records('article').add({ name: 'Tea', price: 5, main: a, all: [a] });
    const renamed = everyField('maker').map((one) => ({ ...one, key: `${one.key}_2`, label: one.key }));
    const after = model(
      { ...brand, path: 'maker', table: 'maker' },
      { ...entity('article', renamed), path: 'item', table: 'item' },
    );
    const { records, migration } = await use(db, after);
    expect(migration.steps).toEqual([]);
    expect(await records('item').get(id)).toMatchObject({ name_2: 'Tea', price_2: 5, main_2: a, all_2: [a] });
  });

  test('a field that is new gets its default, and one that is required does not stop the others', async () => {
    const db = await open(target);
    const before = await use(db, withFields(field('name')));
    const id = await before.records('article').add({ name: 'Tea' });
    const { records, migration } = await use(
      db,
      withFields(
        field('name', 'string', { required: true }),
        field('stock', 'integer', { required: true, default: 7 }),
        field('code', 'string', { required: true, unique: true }),
        field('main', 'reference', { references: 'brand', required: true }),
        field('done', 'boolean'),
      ),
    );
    expect(migration.steps.map((step) => step.summary)).toEqual([
      'articles: new: stock; new: code; new: main; new: done.',
    ]);
    expect(await records('article').get(id)).toMatchObject({
      ...{ name: 'Tea', stock: 7, code: null, main: null, done: false },
    });
    expect(await records('article').problems({ stock: 1 })).toHaveLength(3);
  });

  test('what is taken out comes back with its data, and is in nobody’s way meanwhile', async () => {
    const db = await open(target);
    const full = withFields(
      field('name', 'string', { required: true, unique: true }),
      field('main', 'reference', { references: 'brand', required: true }),
      field('all', 'references', { references: 'brand' }),
    );
    const before = await use(db, full);
    const [a, b] = [await before.records('brand').add({}), await before.records('brand').add({})];
    const ids = [
      await before.records('article').add({ name: 'Tea', main: a, all: [a, b] }),
      await before.records('article').add({ name: 'Milk', main: b, all: [a] }),
    ];
    const without = await use(db, withFields());
    ids.push(await without.records('article').add({}), await without.records('article').add({}));
    expect(await without.store.remove(brand, a)).toEqual({ blockedBy: [] });
    const again = await use(db, full);
    expect(await again.records('article').all()).toMatchObject([
      { id: ids[0], name: 'Tea', main: null, all: [b] },
      { id: ids[1], name: 'Milk', main: b, all: [] },
      { id: ids[2], name: null, main: null, all: [] },
      { id: ids[3] },
    ]);
    expect((await again.store.remove(brand, b)).blockedBy).toHaveLength(1);
    expect(await again.records('article').problems({ name: 'Tea', main: b })).toHaveLength(1);
    const alone = model(brand);
    expect((await (await use(db, alone)).store.remove(brand, b)).blockedBy).toEqual([]);
    expect(await (await use(db, full)).records('article').all()).toMatchObject([
      { name: 'Tea', all: [] },
      { name: 'Milk', main: null },
      {},
      {},
    ]);
    expect((await layer.migrate(db, full)).steps).toEqual([]);
  });

  test('a rule that is loosened is gone', async () => {
    const db = await open(target);
    const strict = { required: true, unique: true };
    const before = await use(db, withFields(x('string', strict), field('y', 'integer', { required: true })));
    const id = await before.records('article').add({ x: 'a', y: 1 });
    const removed = await before.records('article').add({ x: 'b', y: 1 });
    await before.store.remove(before.entity('article'), removed);
    const { records } = await use(db, withFields(x('string'), field('y', 'integer')));
    expect(await records('article').add({ x: 'a' })).toBeGreaterThan(removed);
    expect(await records('article').all()).toMatchObject([
      { id, x: 'a', y: 1 },
      { x: 'a', y: null },
    ]);
  });

  test('a value that occurs twice keeps a rule from the database, until it is gone', async () => {
    const db = await open(target);
    const before = await use(db, withFields(x('string')));
    const ids = [
      await before.records('article').add({ x: 'a' }),
      await before.records('article').add({ x: 'a' }),
    ];
    const unique = withFields(x('string', { unique: true }));
    const { records, migration } = await use(db, unique);
    expect(migration.steps).toEqual([
      {
        summary: 'articles: x is unique for new records only (values that occur more than once: 1).',
        sql: [],
      },
    ]);
    expect(await records('article').problems({ x: 'a' })).toHaveLength(1);
    expect((await layer.migrate(db, unique)).steps).toEqual([]);
    await records('article').change(ids[1] ?? 0, { x: 'b' });
    expect((await layer.migrate(db, unique)).steps).toMatchObject([{ summary: 'articles: x is unique.' }]);
    expect((await layer.migrate(db, withFields(x('string')))).steps).toHaveLength(1);
    await before.records('article').add({ x: 'a' });
  });

  test('kinds of text share their column', async () => {
    const { notes, seen } = await through(
      ['S', null, 'XL'],
      x('string'),
      x('enum', { values: ['S'] }),
      x('text'),
      x('email'),
    );
    expect(notes).toEqual([]);
    expect(seen).toEqual([
      ['S', null, 'XL'],
      ['S', null, 'XL'],
      ['S', null, 'XL'],
    ]);
  });

  test('values are converted where they can be, and kept aside where not', async () => {
    const numbers = await through(
      ['12', ' 7 ', '1.5', 'many', null],
      x('string'),
      x('integer'),
      x('decimal'),
      x('text'),
    );
    expect(numbers.seen).toEqual([
      [12, 7, null, null, null],
      [12, 7, 1.5, null, null],
      ['12', '7', '1.5', 'many', null],
    ]);
    expect(numbers.notes).toEqual([
      'articles: x is a field of type integer now, its values were converted, except 2 that are kept aside.',
      'articles: x is a field of type decimal now, its values were converted, except 1 that are kept aside.',
      'articles: x is a field of type text now, its values were converted.',
    ]);
  });

  test('each type takes what it can from the others', async () => {
    const cases: readonly [given: unknown, from: FieldType, to: FieldType, expected: unknown][] = [
      [12.5, 'money', 'decimal', 12.5],
      [12.5, 'decimal', 'money', 12.5],
      [12.345, 'decimal', 'money', null],
      [3, 'integer', 'money', 3],
      [true, 'boolean', 'integer', 1],
      [true, 'boolean', 'text', 'true'],
      ['yes', 'string', 'boolean', true],
      ['2026-01-31', 'string', 'date', '2026-01-31'],
      ['2026-01-31', 'date', 'datetime', '2026-01-31T00:00:00.000Z'],
      ['2026-01-31T23:30Z', 'datetime', 'date', '2026-01-31'],
      ['2026-01-31', 'date', 'string', '2026-01-31'],
      ['{"a":[1]}', 'text', 'json', { a: [1] }],
      ['plain', 'text', 'json', 'plain'],
      [{ a: [1] }, 'json', 'text', '{"a":[1]}'],
    ];
    const db = await open(target);
    const before = await use(db, withFields(...cases.map(([, from], at) => field(`f${at}`, from))));
    const given = JSON.stringify(Object.fromEntries(cases.map(([value], at) => [`f${at}`, value])));
    const id = await before.records('article').add(JSON.parse(given));
    const after = await use(db, withFields(...cases.map(([, , to], at) => field(`f${at}`, to))));
    const record = await after.records('article').get(id);
    expect(cases.map((_, at) => record[`f${at}`])).toEqual(cases.map(([, , , expected]) => expected));
  });

  test('what was changed meanwhile wins over what was kept aside', async () => {
    const db = await open(target);
    const text = withFields(x('string'));
    const before = await use(db, text);
    for (const value of ['012', '13', '14', 'many']) await before.records('article').add({ x: value });
    const between = await use(db, withFields(x('integer')));
    await between.records('article').change(2, { x: 99 });
    await between.records('article').change(3, { x: null });
    await between.records('article').add({ x: 5 });
    const { records } = await use(db, text);
    expect((await records('article').all()).map((record) => record.x)).toEqual([
      '012',
      '99',
      null,
      'many',
      '5',
    ]);
  });

  test('one reference becomes many and one again', async () => {
    const db = await open(target);
    const one = withFields(x('reference', { references: 'brand', required: true }));
    const many = withFields(x('references', { references: 'brand' }));
    const before = await use(db, one);
    const [a, b] = [await before.records('brand').add({}), await before.records('brand').add({})];
    const ids = [
      await before.records('article').add({ x: a }),
      await before.records('article').add({ x: b }),
    ];
    const between = await use(db, many);
    expect(await between.records('article').all()).toMatchObject([{ x: [a] }, { x: [b] }]);
    await between.records('article').change(ids[1] ?? 0, { x: [a, b] });
    const after = await use(db, one);
    expect(after.migration.steps[0]?.summary).toContain('except 1 that are kept aside');
    expect(await after.records('article').all()).toMatchObject([{ x: a }, { x: a }]);
    expect(await (await use(db, withFields())).store.remove(brand, a)).toEqual({ blockedBy: [] });
    expect(await (await use(db, many)).records('article').all()).toMatchObject([{ x: [] }, { x: [] }]);
  });

  test('a reference to something else starts empty', async () => {
    const db = await open(target);
    const other = entity('other', [field('name')]);
    const article = (references: string) => entity('article', [x('reference', { references })]);
    const before = await use(db, model(brand, other, article('brand')));
    const a = await before.records('brand').add({});
    await before.records('article').add({ x: a });
    const between = await use(db, model(brand, other, article('other')));
    expect(await between.records('article').all()).toMatchObject([{ x: null }]);
    await between.records('other').add({});
    const many = entity('article', [x('references', { references: 'other' })]);
    const third = await use(db, model(brand, other, many));
    expect(await third.records('article').all()).toMatchObject([{ x: [] }]);
    const after = await use(db, model(brand, other, article('brand')));
    expect(await after.records('article').all()).toMatchObject([{ x: a }]);
  });

  test('tables that are there already stay what they are', async () => {
    const db = await open(target);
    await db.run('CREATE TABLE article (note TEXT)');
    await db.run("INSERT INTO article VALUES ('mine')");
    const { records } = await use(db, withFields(x('string')));
    await records('article').add({ x: 'a' });
    expect(await db.query('SELECT note FROM article')).toMatchObject([{ note: 'mine' }]);
  });
});
