import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AppModel, Entity, Field, FieldType } from '../../templates/base/lib/types.d.ts';
import { layer, place, type Target, use } from './fixture.ts';
import { entity, field, model } from './models.ts';

const PROVE = process.env.ORCHARD_PROVE !== undefined;
const PATHS = ['a', 'b', 'c'];
const TYPES: readonly FieldType[] = [
  ...(['string', 'text', 'email', 'enum', 'integer', 'decimal', 'money'] as const),
  ...(['boolean', 'date', 'datetime', 'json', 'reference', 'references'] as const),
];
/** Values that some types can take from each other. */
const VALUES: Readonly<Record<FieldType, readonly (string | number | boolean | object | null)[]>> = {
  string: ['1', '2.50', 'many', ' true', '2026-01-31', '007', null],
  text: ['12', 'two\nlines', '{"a":1}', '0', null],
  email: ['a@b.cd', null],
  url: ['https://a.b/', null],
  enum: ['1', 'x', null],
  integer: [0, 1, -5, 2 ** 53 - 1, null],
  decimal: [0.1, 1, 1e300, -2.5, null],
  money: [0.1, 12.5, 3, null],
  boolean: [true, false],
  date: ['2026-01-31', null],
  datetime: ['2026-01-31T10:00:00.123Z', null],
  json: [{ a: [1] }, [1], 'text', 5, null],
  reference: [1, 2, null],
  references: [[1], [1, 2], []],
  file: [null],
};

const anyField = (id: string): fc.Arbitrary<Field> =>
  fc
    .record({
      type: fc.constantFrom(...TYPES),
      required: fc.boolean(),
      unique: fc.boolean(),
      references: fc.constantFrom(...PATHS),
      key: fc.constantFrom('k', 'l'),
    })
    .map(({ type, references, key, ...rules }) =>
      field(id, type, {
        ...rules,
        key: `${key}_${id}`,
        // The first records could not be added.
        required: rules.required && type !== 'reference' && type !== 'references',
        references: type === 'reference' || type === 'references' ? references : null,
        values: type === 'enum' ? ['1', 'x'] : [],
      }),
    );

const anyEntity = (path: string): fc.Arbitrary<Entity> =>
  fc.tuple(...['1', '2', '3', '4'].map((id) => fc.option(anyField(id), { freq: 4 }))).map((fields) =>
    entity(
      path,
      fields.filter((one) => one !== null),
    ),
  );

const anyModel: fc.Arbitrary<AppModel> = fc
  .tuple(...PATHS.map(anyEntity))
  .map((entities) => model(...entities));

/** Whether a field is kept in the same way in both models, so that its data must be there in both. */
const kind = (one: Field): string =>
  `${one.id} ${['string', 'text', 'email', 'enum'].includes(one.type) ? 'text' : one.type} ${one.references}`;

async function fill(used: Awaited<ReturnType<typeof use>>, app: AppModel): Promise<void> {
  const wishes = app.entities.map((one) => ({ one, ids: [] as number[] }));
  // All records are there before any refers to one.
  for (const round of [0, 1, 2])
    for (const { one, ids } of wishes) {
      const plain = one.fields.filter((known) => known.references === null);
      const values = Object.fromEntries(
        plain.map((known) => {
          const choices = VALUES[known.type];
          const at = known.required ? round % (choices.length - 1 || 1) : round;
          return [known.key, JSON.parse(JSON.stringify(choices[at % choices.length] ?? null))];
        }),
      );
      const written = await used.records(one.path).problems(values);
      if (written.length === 0) ids.push(ids.length + 1);
    }
  for (const { one } of wishes)
    for (const { id } of await used.records(one.path).all())
      for (const known of one.fields.filter((any) => any.references !== null)) {
        const choices = VALUES[known.type];
        const choice = choices[Number(id) % choices.length] ?? null;
        await used.records(one.path).change(Number(id), { [known.key]: JSON.parse(JSON.stringify(choice)) });
      }
}

const snapshot = async (used: Awaited<ReturnType<typeof use>>, path: string, fields: readonly Field[]) =>
  (await used.records(path).all()).map((record) =>
    Object.fromEntries(fields.map((one) => [kind(one), record[one.key]])),
  );

async function changeAndBack(target: Target, first: AppModel, second: AppModel): Promise<void> {
  const db = await layer.openDatabase(await place(target));
  const before = await use(db, first);
  await fill(before, first);
  const all = async (
    used: typeof before,
    app: AppModel,
    keep: (path: string, one: Field) => Field | undefined,
  ) =>
    Promise.all(
      app.entities.map(({ path, fields }) =>
        snapshot(
          used,
          path,
          fields.filter((one) => keep(path, one) !== undefined),
        ),
      ),
    );
  const original = await all(before, first, (_, one) => one);
  const sharedWith = (other: AppModel) => (path: string, one: Field) =>
    other.entities.find((any) => any.path === path)?.fields.find((any) => kind(any) === kind(one));
  const shared = await all(before, first, sharedWith(second));
  const between = await use(db, second);
  expect((await layer.migrate(db, second)).steps).toEqual([]);
  expect(await all(between, second, sharedWith(first))).toEqual(shared);
  const after = await use(db, first);
  expect((await layer.migrate(db, first)).steps).toEqual([]);
  expect(await all(after, first, (_, one) => one)).toEqual(original);
  await db.close();
}

test.each<[Target, number]>([
  ['SQLite in memory', PROVE ? 2_000 : 40],
  ['PostgreSQL', PROVE ? 150 : 4],
])('on %s any change of the model and back keeps all data', async (target, numRuns) => {
  await fc.assert(
    fc.asyncProperty(anyModel, anyModel, (first, second) => changeAndBack(target, first, second)),
    { numRuns },
  );
});
