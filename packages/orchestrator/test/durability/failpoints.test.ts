import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { freshPostgres } from '../../../../test-tools/postgres.ts';
import { PROVE, report } from './prove.ts';
import { openScene } from './scene.ts';
import type { Failpoint, StoreAddress } from './settings.ts';
import { relay, type Trial, tryPoint, undisturbed } from './trial.ts';

const MODES = ['before', 'after', 'lost', 'stop'] as const;
/** Of all points every so many are tried. It has no factor in common with the number of modes. */
const STRIDE = PROVE ? 1 : 23;
/** Writes after which each process of a relay dies: start, claim, checkpoint and end of a step must fit in. */
const RELAYS = PROVE ? [5, 6, 8, 12] : [10];
const AT_ONCE = 3;

const STORES: Record<string, (folder: string) => StoreAddress | Promise<StoreAddress>> = {
  SQLite: (folder) => ({ kind: 'sqlite', path: join(folder, 'orchard.db') }),
  PostgreSQL: async () => ({ kind: 'postgres', connectionString: await freshPostgres() }),
};

/** Every write of an undisturbed run, hit in every way; or some of those. */
function pointsOf(writes: number): readonly Failpoint[] {
  const all = Array.from({ length: writes }, (_point, at) => MODES.map((mode) => ({ at: at + 1, mode })));
  return all.flat().filter((_point, place) => place % STRIDE === STRIDE >> 1);
}

async function together(jobs: (() => Promise<unknown>)[]): Promise<void> {
  const next = async (): Promise<void> => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) await job();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

it.each(Object.entries(STORES))(
  'an operation on %s ends as if nothing had happened, at whatever write its processes are hit',
  { timeout: PROVE ? 1_200_000 : 180_000 },
  async (name, addressIn) => {
    const scene = await openScene(addressIn);
    onTestFinished(() => scene.close());
    const { end, writes } = await undisturbed(scene);
    const wanted = { end, alone: name === 'SQLite' };
    const trials: Trial[] = [];
    const relays: string[] = [];
    const from = performance.now();
    await together([
      ...(PROVE || name === 'PostgreSQL' ? RELAYS : []).map(
        (at) => async () => relays.push(`${await relay(scene, at, wanted)} at ${at}`),
      ),
      ...pointsOf(writes).map((point) => async () => trials.push(await tryPoint(scene, point, wanted))),
    ]);
    const hits = trials.filter(({ hit }) => hit).length;
    const late = trials.reduce((sum, trial) => sum + trial.late, 0);
    const seconds = ((performance.now() - from) / 1_000).toFixed(1);
    report(
      `${name}: ${writes} writes, ${trials.length} points, ${hits} hit, ${late} late writes; relays of ${relays.join(', ')}; ${seconds} s`,
    );
    // One run may take some writes less than another: then the very last points are missed.
    expect(hits).toBeGreaterThanOrEqual(Math.floor(trials.length * 0.9));
  },
);
