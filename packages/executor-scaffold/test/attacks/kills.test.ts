import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { freshPostgres } from '../../../../test-tools/postgres.ts';
import type { Database } from '../../templates/base/lib/types.d.ts';
import { blueprint, entity, field } from '../blueprints.ts';
import { connect } from '../data/fixture.ts';
import { type RunningApp, startApp, writeApp } from '../running-app.ts';
import { databaseOf } from './hospital.ts';

const ROUNDS = process.env.ORCHARD_PROVE === undefined ? 2 : 60;

function archive() {
  const tag = entity('Tag', [field('label', { required: true })]);
  const scan = entity('Scan', [
    field('name', { required: true }),
    field('file', { type: 'file' }),
    field('other', { type: 'file' }),
    field('tags', { type: 'references', references: tag.id }),
  ]);
  return blueprint({ feature: 'Archive', entities: [tag, scan] });
}

const numbers = z.array(z.object({ n: z.coerce.number() }));
const counts = async (db: Database, sql: string) => numbers.parse(await db.query(sql)).map(({ n }) => n);

/** Adds, changes and deletes scans until the app is gone. @returns the names of those that were answered as saved */
async function work(app: RunningApp, tag: number, saved: Set<string>): Promise<void> {
  for (;;) {
    const bytes = randomBytes(1 + Math.floor(Math.random() * 400_000));
    const name = createHash('sha256').update(bytes).digest('hex');
    const form = new FormData();
    form.set('name', name);
    form.set('file', new File([bytes], 'a.bin'));
    form.set('other', new File([bytes], 'b.bin'));
    form.set('tags', String(tag));
    const answer = await fetch(`${app.url}/api/scans`, { method: 'POST', body: form });
    if (answer.status !== 201) throw new Error(await answer.text());
    const { id } = z.object({ id: z.number() }).parse(await answer.json());
    saved.add(name);
    const fate = Math.random();
    if (fate < 0.3) {
      saved.delete(name);
      await app.send('DELETE', `/api/scans/${id}`);
    } else if (fate < 0.6) await app.send('PATCH', `/api/scans/${id}`, { other: null, tags: [] });
  }
}

test.for(['sqlite', 'postgres'])(
  'killed while files come in, an app keeps whole records only (%s)',
  { timeout: 600_000 },
  async (kind) => {
    const folder = await writeApp(archive());
    const env: Record<string, string> = kind === 'postgres' ? { DATABASE_URL: await freshPostgres() } : {};
    const saved = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const app = await startApp(folder, env);
      const { id: tag } = await app.add('tags', { label: `${round}` });
      const workers = Array.from({ length: 4 }, () => work(app, tag, saved).catch((error: unknown) => error));
      await pause(30 + Math.random() * 250);
      await app.stop('SIGKILL');
      for (const error of await Promise.all(workers)) expect(error).toBeInstanceOf(TypeError);
      const db = await connect(databaseOf(app, env));
      // PostgreSQL ends what a killed client had begun as soon as it looks.
      await expect
        .poll(() =>
          counts(
            db,
            'SELECT id AS n FROM app_files WHERE id NOT IN (SELECT file FROM scans WHERE file IS NOT NULL UNION SELECT other FROM scans WHERE other IS NOT NULL)',
          ),
        )
        .toEqual([]);
      expect(
        await counts(
          db,
          'SELECT id AS n FROM scans WHERE file NOT IN (SELECT id FROM app_files) OR file IS NULL',
        ),
      ).toEqual([]);
      const rows = await db.query(
        'SELECT s.name, f.bytes, f.size FROM scans s JOIN app_files f ON f.id = s.file',
      );
      for (const { name, bytes, size } of rows) {
        const stored = z.instanceof(Uint8Array).parse(bytes);
        expect([createHash('sha256').update(stored).digest('hex'), stored.length]).toEqual([
          name,
          Number(size),
        ]);
      }
      const names = new Set(rows.map(({ name }) => name));
      expect([...saved].filter((name) => !names.has(name))).toEqual([]);
    }
    const last = await startApp(folder, env);
    expect((await last.list('scans')).total).toBeGreaterThanOrEqual(saved.size);
  },
);
