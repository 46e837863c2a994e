import { expect, test } from 'vitest';
import { open, use } from './fixture.ts';
import { entity, field, model } from './models.ts';

/** What the previous kind of app made: rules in the columns, no owners, a column for every type a field had. */
const OLD = [
  'CREATE TABLE app_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)',
  'CREATE TABLE app_layout (entity TEXT PRIMARY KEY, layout TEXT NOT NULL)',
  `CREATE TABLE "projects" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "name" TEXT NOT NULL UNIQUE
)`,
  `CREATE TABLE "tasks" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "title" TEXT,
  "title_2" TEXT NOT NULL DEFAULT 'it''s new',
  "done" INTEGER NOT NULL DEFAULT 0 CHECK ("done" IN (0, 1)),
  "size" TEXT DEFAULT 'M' CHECK ("size" IN ('S', 'M')),
  "price" INTEGER,
  "due" TEXT,
  "extra" TEXT,
  "gone" TEXT,
  "project" INTEGER NOT NULL REFERENCES "projects" ("id") ON DELETE RESTRICT,
  "parent" INTEGER REFERENCES "tasks" ("id") ON DELETE SET NULL
)`,
  "INSERT INTO app_meta VALUES ('form-secret', 'abc')",
  `INSERT INTO projects VALUES (1, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', 'Home')`,
  `INSERT INTO projects VALUES (9, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', 'Left')`,
  'DELETE FROM projects WHERE id = 9',
  `INSERT INTO tasks VALUES (1, '2026-01-02T00:00:00.000Z', '2026-01-03T00:00:00.000Z', 'old', 'Paint', 1, 'S', 1250, '2026-01-31T10:00:00.000Z', '{"a":1}', 'kept', 1, NULL)`,
  `INSERT INTO tasks VALUES (2, '2026-01-02T00:00:00.000Z', '2026-01-03T00:00:00.000Z', NULL, 'Dry', 0, NULL, NULL, NULL, NULL, NULL, 1, 1)`,
];

const slots = (...names: [slot: string, column: string][]): string =>
  JSON.stringify(names.map(([slot, column]) => ({ slot, column, type: 'TEXT' })));

test('a database of the previous kind of app is taken over with its data', async () => {
  const db = await open('SQLite in a file');
  for (const sql of OLD) await db.run(sql);
  const layout = (table: string, columns: string): string =>
    `{"table":"${table}","sql":"","columns":${columns}}`;
  const save = 'INSERT INTO app_layout VALUES (?, ?)';
  await db.run(save, ['ent_p', layout('projects', slots(['fld_name:string:', 'name']))]);
  const columns = slots(
    ['fld_title:text:', 'title'],
    ['fld_title:string:', 'title_2'],
    ['fld_done:boolean:', 'done'],
    ['fld_size:enum:', 'size'],
    ['fld_price:money:', 'price'],
    ['fld_due:datetime:', 'due'],
    ['fld_extra:json:', 'extra'],
    ['fld_gone:string:', 'gone'],
    ['fld_project:reference:projects', 'project'],
    ['fld_parent:reference:tasks', 'parent'],
  );
  await db.run(save, ['ent_t', layout('tasks', columns)]);

  const project = {
    ...entity('p', [field('name', 'string', { required: true, unique: true })]),
    path: 'plans',
  };
  const fields = [
    field('title', 'string', { required: true }),
    field('done', 'boolean'),
    field('size', 'enum', { values: ['L'] }),
    field('price', 'money'),
    field('due', 'date'),
    field('extra', 'json'),
    field('project', 'reference', { references: 'plans', required: true }),
    field('parent', 'reference', { references: 'tasks' }),
    field('label', 'string', { default: 'none' }),
    field('helpers', 'references', { references: 'plans' }),
  ];
  const task = { ...entity('t', fields), path: 'tasks' };
  const { records, store, migration } = await use(db, model(project, task));
  expect(migration.steps).toHaveLength(3);
  expect(await records('tasks').all()).toMatchObject([
    {
      ...{ id: 1, title: 'Paint', done: true, size: 'S', price: 12.5, due: '2026-01-31', extra: { a: 1 } },
      ...{ project: 1, parent: null, label: 'none', helpers: [], created_at: '2026-01-02T00:00:00.000Z' },
    },
    { id: 2, title: 'Dry', done: false, size: null, project: 1, parent: 1 },
  ]);
  expect(await store.setting('form-secret')).toBe('abc');
  // The old rules are gone, the ones of the model hold, and no number is given twice.
  expect(await records('tasks').change(2, { size: 'L', helpers: [1] })).toEqual([]);
  expect(await records('plans').add({ name: 'New' })).toBe(10);
  expect(await records('plans').problems({ name: 'New' })).toHaveLength(1);
  await expect(
    db.run(`INSERT INTO projects (created_at, updated_at, name) VALUES ('', '', 'New')`),
  ).rejects.toThrow(/UNIQUE/);
  await expect(db.run('UPDATE tasks SET project = 77')).rejects.toThrow(/FOREIGN KEY/);
  expect(await store.remove(project, 1)).toMatchObject({ blockedBy: [{ count: 2 }] });
  expect(await store.remove(task, 1)).toEqual({ blockedBy: [] });
  expect(await records('tasks').get(2)).toMatchObject({ parent: null });
  const again = await use(db, model(project, { ...task, fields: [...fields, field('gone')] }));
  expect(again.migration.steps).toEqual([]);
});
