import { chmod, mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { freshPostgres } from '../../../../test-tools/postgres.ts';
import { deriveModel } from '../../src/index.ts';
import type { Database } from '../../templates/base/lib/types.d.ts';
import { blueprint, entity, field, taskTracker } from '../blueprints.ts';
import { type RunningApp, startApp, writeApp } from '../running-app.ts';
import { loadApp } from './app-part.ts';

const scans = () =>
  blueprint({
    feature: 'Scans',
    entities: [entity('Scan', [field('name', { required: true }), field('file', { type: 'file' })])],
  });

const countSchema = z.object({ n: z.coerce.number() });

async function rowsOf(db: Database): Promise<{ files: number; scans: number }> {
  const count = async (table: string) =>
    countSchema.parse((await db.query(`SELECT count(*) AS n FROM ${table}`))[0]).n;
  return { files: await count('app_files'), scans: await count('scans') };
}

const large = (bytes: number) => ({
  name: 'scan.bin',
  type: 'application/pdf',
  data: Buffer.alloc(bytes, 'x').toString('base64'),
});

/** Takes the room away that a database has, and gives it back. */
const ROOM = {
  sqlite: {
    take: async (db: Database) => {
      const [pages] = await db.query('PRAGMA page_count');
      await db.query(`PRAGMA max_page_count = ${Number(pages?.page_count) + 20}`);
    },
    give: async (db: Database) => {
      await db.query('PRAGMA max_page_count = 1000000');
    },
  },
  postgres: {
    take: async (db: Database) => {
      await db.query(
        `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$`,
      );
      await db.query(
        'CREATE TRIGGER full_disk BEFORE INSERT ON scans FOR EACH ROW EXECUTE FUNCTION full_disk()',
      );
    },
    give: async (db: Database) => {
      await db.query('DROP TRIGGER full_disk ON scans');
    },
  },
};

test.for(['sqlite', 'postgres'] as const)(
  'without room nothing is half saved, and the app says so (%s)',
  async (kind) => {
    const env: Record<string, string> = kind === 'postgres' ? { DATABASE_URL: await freshPostgres() } : {};
    const app = await loadApp(deriveModel(scans(), 'Scans'), env);
    const { db } = app.parts;
    const add = (file: object, accept: string) =>
      app.ask('/api/scans', {
        method: 'POST',
        headers: { accept, 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'x', file }),
      });
    expect((await add(large(10), '*/*')).status).toBe(201);
    await ROOM[kind].take(db);
    const refused = await add(large(1_000_000), '*/*');
    expect(refused.status).toBe(507);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(await refused.json()).toMatchObject({ status: 507, title: expect.stringMatching(/no room/) });
    const form = new FormData();
    form.set('name', 'y');
    form.set('file', new File([new Uint8Array(1_000_000)], 'y.bin'));
    const page = await app.ask('/scans', { method: 'POST', headers: { accept: 'text/html' }, body: form });
    expect([page.status, await page.text()]).toEqual([507, expect.stringMatching(/<h1>No room left<\/h1>/)]);
    expect(await rowsOf(db)).toEqual({ files: 1, scans: 1 });
    // What is there can be read meanwhile.
    expect((await app.ask('/scans', { headers: { accept: 'text/html' } })).status).toBe(200);
    expect((await app.ask('/healthz')).status).toBe(200);
    await ROOM[kind].give(db);
    expect((await add(large(1_000_000), '*/*')).status).toBe(201);
    expect(await rowsOf(db)).toEqual({ files: 2, scans: 2 });
    expect(app.lines.filter((line) => line.includes('request failed'))).toEqual([]);
  },
);

test('a running app whose files may not grow goes on', { timeout: 60_000 }, async () => {
  // In blocks of 512 bytes.
  const app = await startApp(
    await writeApp(scans()),
    {},
    { through: ['sh', '-c', 'ulimit -S -f 12000; exec "$@"', 'sh'] },
  );
  await app.add('scans', { name: 'small', file: large(10) });
  for (let at = 0; at < 3; at += 1) {
    const refused = await app.send('POST', '/api/scans', { name: 'large', file: large(9_000_000) });
    expect([503, 507]).toContain(refused.status);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    await app.add('scans', { name: 'small', file: large(10) });
  }
  expect((await app.list('scans')).total).toBe(4);
  expect(await app.stop()).toBe(0);
});

test('a log that nobody reads any more takes nothing down', { timeout: 60_000 }, async () => {
  const script = 'mkfifo "$DATA_DIR/log"; head -n 3 "$DATA_DIR/log" & exec "$@" > "$DATA_DIR/log"';
  const app = await startApp(
    await writeApp(scans()),
    {},
    { through: ['/bin/sh', '-c', `PATH=/usr/bin:/bin; ${script}`, 'sh'] },
  );
  for (let at = 0; at < 5; at += 1) expect((await app.get('/scans')).status).toBe(200);
  await app.add('scans', { name: 'x' });
  expect(await app.stop()).toBe(0);
});

/** Somebody who may not write where others say so; root may write everywhere. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534 } : {};

async function failure(start: Promise<RunningApp>): Promise<string> {
  return start.then(
    () => 'It runs.',
    (error: Error) => error.message,
  );
}

test('a data folder that cannot be written to is named at the start, with what to do', {
  timeout: 60_000,
}, async () => {
  const folder = await writeApp(taskTracker());
  await chmod(dirname(folder), 0o755);
  const data = `${folder}-data`;
  await mkdir(data, { mode: 0o755 });
  onTestFinished(() => rm(data, { recursive: true, force: true }));
  if (NOBODY.uid === undefined) await chmod(data, 0o555);
  const fresh = await failure(startApp(folder, {}, NOBODY));
  expect(fresh).toMatch(/app-data.*cannot be written to.*DATA_DIR/);
  // The database is there, and may be read only.
  await chmod(data, 0o755);
  const app = await startApp(folder);
  await app.add('projects', { name: 'Garden' });
  expect(await app.stop()).toBe(0);
  if (NOBODY.uid === undefined) {
    await chmod(`${data}/app.db`, 0o444);
    await chmod(data, 0o555);
  }
  expect(await failure(startApp(folder, {}, NOBODY))).toMatch(/app-data.*cannot be written to.*DATA_DIR/);
  await chmod(data, 0o755);
  await chmod(`${data}/app.db`, 0o644);
  expect((await (await startApp(folder)).list('projects')).total).toBe(1);
});
