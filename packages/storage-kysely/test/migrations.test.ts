import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createManualClock, createRecords } from '@orchard-studio/testing';
import { expect, it, onTestFinished } from 'vitest';
import { createSqliteStorage, sqliteMigrations } from '../src/index.ts';
import { freshFolder } from './fresh-storage.ts';

const scope = { defer: onTestFinished };
const ids = sqliteMigrations.map(({ id }) => id);

it('refuses every call until migrate(), which does nothing the second time', async () => {
  const clock = createManualClock();
  const path = join(freshFolder(scope), 'orchard.db');
  const storage = createSqliteStorage({ path, clock });
  const { tenantId, project } = createRecords();
  await expect(storage.projects.listProjects({ tenantId })).rejects.toMatchObject({
    code: 'MIGRATION_REQUIRED',
  });
  await expect(storage.projects.createProject({ project: project() })).rejects.toMatchObject({
    code: 'MIGRATION_REQUIRED',
  });
  expect(await storage.migrate()).toEqual({ applied: ids });
  expect(await storage.migrate()).toEqual({ applied: [] });
  expect(await storage.projects.listProjects({ tenantId })).toEqual([]);
  await storage.close();
  const file = new DatabaseSync(path);
  expect(
    file
      .prepare('SELECT * FROM orchard_migrations')
      .all()
      .map((row) => ({ ...row })),
  ).toEqual(ids.map((id) => ({ id, applied_at: clock.now().toISOString() })));
  expect(file.prepare('PRAGMA journal_mode').get()?.journal_mode).toBe('wal');
  file.close();
});

it('migrates once when several processes or calls do it at the same time', async () => {
  const path = join(freshFolder(scope), 'orchard.db');
  const storages = [createSqliteStorage({ path }), createSqliteStorage({ path })];
  const results = await Promise.all(storages.flatMap((storage) => [storage.migrate(), storage.migrate()]));
  expect(results.flatMap(({ applied }) => applied)).toEqual(ids);
  for (const storage of storages) await storage.close();
});

it('keeps everything over close and reopen', async () => {
  const path = join(freshFolder(scope), 'orchard.db');
  const records = createRecords();
  const [project, made] = [records.project(), records.newOperation()];
  const first = createSqliteStorage({ path });
  await first.migrate();
  await first.projects.createProject({ project });
  await first.operations.createOperation(made);
  await first.close();
  const second = createSqliteStorage({ path, durability: 'normal' });
  onTestFinished(() => second.close());
  expect(await second.projects.listProjects({ tenantId: records.tenantId })).toEqual([project]);
  const run = await second.operations.loadRun({ operationId: made.operation.id });
  expect(run?.steps).toEqual(made.steps);
});

it('refuses a database that a newer version of the package has made', async () => {
  const path = join(freshFolder(scope), 'orchard.db');
  const old = createSqliteStorage({ path });
  await old.migrate();
  await old.close();
  const file = new DatabaseSync(path);
  file.exec(`INSERT INTO orchard_migrations VALUES ('9999-from-the-future', '2030-01-01T00:00:00.000Z')`);
  file.close();
  const storage = createSqliteStorage({ path });
  onTestFinished(() => storage.close());
  const newer = { code: 'MIGRATION_REQUIRED', message: expect.stringContaining('newer version') };
  await expect(storage.operations.listOpenOperations({})).rejects.toMatchObject(newer);
  await expect(storage.migrate()).rejects.toMatchObject(newer);
});

it('ends the calls made before close(), and refuses those made after it', async () => {
  const storage = createSqliteStorage({ path: join(freshFolder(scope), 'orchard.db') });
  await storage.migrate();
  const { tenantId, project } = createRecords();
  const created = [project(), project()].map((one) => storage.projects.createProject({ project: one }));
  await Promise.all([storage.close(), storage.close()]);
  expect(await Promise.all(created)).toHaveLength(2);
  await expect(storage.projects.listProjects({ tenantId })).rejects.toMatchObject({
    code: 'STORAGE_UNAVAILABLE',
  });
});

it('brings a database of an earlier version up to date, and keeps what it holds', async () => {
  const path = join(freshFolder(scope), 'orchard.db');
  const [first] = sqliteMigrations;
  const file = new DatabaseSync(path);
  file.exec(
    'CREATE TABLE orchard_migrations (id TEXT PRIMARY KEY NOT NULL, applied_at TEXT NOT NULL) STRICT',
  );
  file.exec(first?.sql ?? '');
  file.prepare('INSERT INTO orchard_migrations VALUES (?, ?)').run(first?.id ?? '', '');
  const { operation, steps } = createRecords().newOperation();
  const { id, tenantId, projectId, tree, planHash, plan, status, createdAt } = operation;
  file
    .prepare(
      `INSERT INTO orchard_operations (id, tenant_id, project_id, tree, plan_hash, status, version, last_seq, created_at)
       VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?)`,
    )
    .run(id, tenantId, projectId, tree, planHash, status, createdAt);
  file.prepare('INSERT INTO orchard_operation_plans VALUES (?, ?, ?)').run(id, JSON.stringify(plan), '{}');
  const insert = file.prepare(
    `INSERT INTO orchard_operation_steps (operation_id, key, status, attempt, epoch, progress)
     VALUES (?, ?, 'pending', 0, 0, 0)`,
  );
  for (const { key } of steps) insert.run(id, key);
  file.close();
  const storage = createSqliteStorage({ path });
  onTestFinished(() => storage.close());
  const older = { code: 'MIGRATION_REQUIRED', message: expect.stringContaining('older version') };
  await expect(storage.operations.listOpenOperations({})).rejects.toMatchObject(older);
  expect(await storage.migrate()).toEqual({ applied: ids.slice(1) });
  const run = await storage.operations.loadRun({ operationId: id });
  expect(run).toMatchObject({ operation, steps });
});
