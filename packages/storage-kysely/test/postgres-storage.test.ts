import { createManualClock, createRecords } from '@orchard-studio/testing';
import { Client, Pool } from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../../test-tools/free-port.ts';
import { createPostgresStorage, postgresMigrations } from '../src/postgres/index.ts';
import { freshSchema, hostPool, testDatabase } from './fresh-postgres.ts';

const scope = { defer: onTestFinished };
const ids = postgresMigrations().map(({ id }) => id);
const { tenantId } = createRecords();

async function administrator(): Promise<Client> {
  const client = new Client({ connectionString: await testDatabase() });
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

it('refuses every call until migrate(), which many processes may do at once', async () => {
  const pool = await hostPool(scope);
  const [schema, clock] = [freshSchema(), createManualClock()];
  const storages = Array.from({ length: 5 }, () => createPostgresStorage({ pool, schema, clock }));
  const [first] = storages;
  const early = { code: 'MIGRATION_REQUIRED', message: expect.stringContaining('no tables') };
  await expect(first?.projects.listProjects({ tenantId })).rejects.toMatchObject(early);
  await expect(first?.operations.listOpenOperations({})).rejects.toMatchObject(early);
  const results = await Promise.all(storages.flatMap((one) => [one.migrate(), one.migrate()]));
  expect(results.flatMap(({ applied }) => applied)).toEqual(ids);
  expect(await first?.projects.listProjects({ tenantId })).toEqual([]);
  const { rows } = await pool.query(`SELECT * FROM ${schema}.migrations`);
  expect(rows).toEqual(ids.map((id) => ({ id, applied_at: clock.now().toISOString() })));
});

it('refuses tables that a newer version of the package has made, or an older one', async () => {
  const pool = await hostPool(scope);
  const schema = freshSchema();
  await createPostgresStorage({ pool, schema }).migrate();
  await pool.query(`INSERT INTO ${schema}.migrations VALUES ('9999-from-the-future', '')`);
  const newer = { code: 'MIGRATION_REQUIRED', message: expect.stringContaining('newer version') };
  const storage = createPostgresStorage({ pool, schema });
  await expect(storage.operations.listOpenOperations({})).rejects.toMatchObject(newer);
  await expect(storage.migrate()).rejects.toMatchObject(newer);
  await pool.query(`DELETE FROM ${schema}.migrations`);
  const older = { code: 'MIGRATION_REQUIRED', message: expect.stringContaining('older version') };
  await expect(storage.projects.listProjects({ tenantId })).rejects.toMatchObject(older);
});

it('makes a pool of its own for a connectionString, keeps the host’s open, and closes once', async () => {
  const schema = freshSchema();
  const own = createPostgresStorage({ connectionString: await testDatabase(), schema });
  await own.migrate();
  const records = createRecords();
  const created = [1, 2].map(() => own.projects.createProject({ project: records.project() }));
  await Promise.all([own.close(), own.close()]);
  expect(await Promise.all(created)).toHaveLength(2);
  await expect(own.projects.listProjects({ tenantId })).rejects.toMatchObject({
    code: 'STORAGE_UNAVAILABLE',
  });
  const pool = await hostPool(scope);
  const shared = createPostgresStorage({ pool, schema });
  expect(await shared.projects.listProjects({ tenantId: records.tenantId })).toHaveLength(2);
  await shared.close();
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});

it('keeps hosts apart in schemas of any name', async () => {
  const pool = await hostPool(scope);
  const records = createRecords();
  const storages = ['Größe', 'a.b', 'x"; DROP SCHEMA public; --', '', '1a'];
  for (const schema of storages)
    expect(() => createPostgresStorage({ pool, schema })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  const [one, two] = ['My-Host', 'select'].map((schema) => createPostgresStorage({ pool, schema }));
  await Promise.all([one?.migrate(), two?.migrate()]);
  await one?.projects.createProject({ project: records.project() });
  expect(await two?.projects.listProjects({ tenantId: records.tenantId })).toEqual([]);
});

it('says what is wrong with a database that cannot be used', async () => {
  const address = new URL(await testDatabase());
  const admin = await administrator();
  await admin.query(`CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0`);
  await admin.query(`CREATE ROLE guest LOGIN PASSWORD 'guest'`);
  const changed = (change: (url: URL) => void): string => {
    const url = new URL(address);
    change(url);
    return url.href;
  };
  const port = String(await freePort());
  const cases: readonly (readonly [string, object])[] = [
    [
      changed((url) => (url.pathname = '/latin')),
      { retryable: false, message: expect.stringContaining('UTF8') },
    ],
    [
      changed((url) => (url.pathname = '/absent')),
      { retryable: false, message: expect.stringContaining('exist') },
    ],
    [
      changed((url) => (url.password = 'wrong')),
      { retryable: false, message: expect.stringContaining('password') },
    ],
    [changed((url) => (url.port = port)), { retryable: true, message: expect.stringContaining('reached') }],
    [
      changed((url) => {
        url.username = 'guest';
        url.password = 'guest';
      }),
      { retryable: false, message: expect.stringContaining('rights') },
    ],
  ];
  for (const [connectionString, expected] of cases) {
    const storage = createPostgresStorage({ connectionString, schema: freshSchema() });
    await expect(storage.migrate()).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE', ...expected });
    await storage.close();
  }
});

it('says when there are too many connections, and goes on when there is one again', async () => {
  const admin = await administrator();
  await admin.query(`CREATE ROLE narrow LOGIN PASSWORD 'narrow' CONNECTION LIMIT 1`);
  const schema = freshSchema();
  await admin.query(`CREATE SCHEMA ${schema} AUTHORIZATION narrow`);
  const url = new URL(await testDatabase());
  url.username = 'narrow';
  url.password = 'narrow';
  const storage = createPostgresStorage({ connectionString: url.href, schema });
  onTestFinished(() => storage.close());
  const other = new Pool({ connectionString: url.href });
  const held = await other.connect();
  const full = {
    code: 'STORAGE_UNAVAILABLE',
    retryable: true,
    message: expect.stringContaining('connection'),
  };
  await expect(storage.migrate()).rejects.toMatchObject(full);
  held.release(true);
  await other.end();
  // The server counts a connection until its process has ended.
  await expect
    .poll(
      () =>
        storage.migrate().then(
          ({ applied }) => applied.length,
          () => -1,
        ),
      { interval: 20 },
    )
    .toBe(ids.length);
});

it('takes a database that does not answer for lost, and is well again when it does', async () => {
  const schema = freshSchema();
  const connectionString = await testDatabase();
  const storage = createPostgresStorage({ connectionString, schema, queryTimeoutMs: 100 });
  onTestFinished(() => storage.close());
  await storage.migrate();
  const records = createRecords();
  const [operationId, project] = [records.operation().id, records.project()];
  const admin = await administrator();
  await admin.query('BEGIN');
  await admin.query(`LOCK TABLE ${schema}.projects, ${schema}.operations`);
  // More than the pool has connections: none of them may be held for ever.
  const calls = Array.from({ length: 6 }, () => [
    storage.projects.listProjects({ tenantId }),
    storage.projects.createProject({ project }),
    storage.operations.peek({ operationId }),
    storage.operations.holdGroup({ operationId }),
  ]).flat();
  const silent = { code: 'STORAGE_UNAVAILABLE', retryable: true };
  await Promise.all(calls.map((call) => expect(call).rejects.toMatchObject(silent)));
  await admin.query('ROLLBACK');
  await storage.projects.createProject({ project });
  expect(await storage.projects.listProjects({ tenantId: project.tenantId })).toHaveLength(1);
  expect(await storage.operations.peek({ operationId })).toBeUndefined();
});

it('keeps texts with NUL and half characters from breaking a write', async () => {
  const pool = await hostPool(scope);
  const storage = createPostgresStorage({ pool, schema: freshSchema() });
  await storage.migrate();
  const records = createRecords();
  const made = records.newOperation();
  const operationId = made.operation.id;
  await storage.operations.createOperation(made);
  const text = 'a\0b\ud800c';
  const step = records.step({ key: 'first', worker: text, skippedBecause: text, outputs: { text } });
  const events = [records.event({ message: text })];
  await storage.operations.commitTransition({ operationId, ifVersion: 0, steps: [step], events });
  const run = await storage.operations.loadRun({ operationId });
  const kept = { worker: 'a\ufffdb\ufffdc', skippedBecause: 'a\ufffdb\ufffdc', outputs: { text } };
  expect(run?.steps[0]).toMatchObject(kept);
  const [, event] = await storage.operations.listEvents({ operationId, after: 0 });
  expect(event?.message).toBe(text);
});
