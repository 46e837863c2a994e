import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { AppModel } from '../../templates/base/lib/types.d.ts';
import { connect, layer, place, SHARED_TARGETS, use } from './fixture.ts';
import { composeLayer } from './layer.ts';
import { migrateElsewhere } from './migrating-process.ts';
import { entity, everyField, field, model } from './models.ts';

const ROUNDS = process.env.ORCHARD_PROVE === undefined ? 2 : 60;
const folder = composeLayer();

const NAMES = Array.from({ length: 12 }, (_, at) => `e${at}`);
const first = model(
  ...NAMES.map((name) => entity(name, [field('name', 'string', { required: true }), field('n', 'string')])),
);
/** Asks for new columns, new tables, a type that changes and a rule that is loosened, in every table. */
const second: AppModel = model(
  ...NAMES.map((name) => entity(name, [field('name'), field('n', 'integer'), ...everyField('e1').slice(1)])),
);

describe.each(SHARED_TARGETS)('several processes on %s', (target) => {
  test('that start at the same time share one migration', async () => {
    const at = await place(target);
    const running = Array.from({ length: 3 }, () => migrateElsewhere(folder, at, first));
    const steps = await Promise.all(running.map((migrating) => migrating.steps));
    expect(steps.toSorted()).toEqual([0, 0, NAMES.length + 1]);
    const [one, two] = [await connect(at), await connect(at)];
    const both = await Promise.all([
      layer.migrate(one, second),
      layer.migrate(two, second),
      layer.migrate(one, second),
    ]);
    expect(both.map(({ steps: made }) => made.length).toSorted((a, b) => a - b)).toEqual([
      0,
      0,
      NAMES.length,
    ]);
  });

  test('a migration that is killed leaves all or nothing, and the next one finishes', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const at = await place(target);
      const db = await layer.openDatabase(at);
      const { records } = await use(db, first);
      for (const name of NAMES) await records(name).add({ name: 'Tea', n: '7' });
      const ledger = async () => (await db.query('SELECT id FROM app_migrations')).length;
      const before = await ledger();
      const migrating = migrateElsewhere(folder, at, second);
      await migrating.started;
      // The moment is what is random here, nothing is waited for.
      await pause(Math.random() * (target === 'PostgreSQL' ? 300 : 60));
      migrating.kill();
      await migrating.steps;
      expect([before, before + NAMES.length]).toContain(await ledger());
      const { records: after } = await use(db, second);
      expect(await ledger()).toBe(before + NAMES.length);
      for (const name of NAMES)
        expect(await after(name).all()).toMatchObject([{ name: 'Tea', n: 7, stock: 3 }]);
      expect((await layer.migrate(db, second)).steps).toEqual([]);
      await db.close();
    }
  });
});
