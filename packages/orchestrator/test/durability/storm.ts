import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { type Random, randomOf } from '../simulation/random.ts';
import { allEnded, Crowd, examine, startAll } from './crowd.ts';
import { PROVE, report, SLACK_MS, seedOr } from './prove.ts';
import { onPostgres } from './scene.ts';
import { spread, takeoverTimes } from './takeovers.ts';
import { randomPlan } from './trees.ts';
import { until } from './until.ts';

const HOUR = 3_600_000;
const SEED = seedOr(4);

interface Storm {
  readonly workers: number;
  readonly operations: number;
  /** All of them at once, unless it is less. */
  readonly openAtMost: number;
  readonly steps: number;
  readonly mostMs: number;
  readonly leaseMs: number;
  readonly mostKills: number;
  readonly everyMs: readonly [least: number, most: number];
}

const GALE: Storm = {
  ...{ workers: 2, operations: 10, openAtMost: 10, steps: 10, mostMs: 80 },
  ...{ leaseMs: 800, mostKills: 2, everyMs: [100, 400] },
};
const HURRICANE: Storm = {
  ...{ workers: 4, operations: 200, openAtMost: 200, steps: 20, mostMs: 300 },
  ...{ leaseMs: 3_000, mostKills: 1_000, everyMs: [1_000, 5_000] },
};

const wrong = (random: Random): number => random.below(2 * HOUR) - HOUR;

/** One of the workers is killed and replaced, or stands still for longer than its lease; again and again. */
async function rage(storm: Storm, crowd: Crowd, random: Random, over: AbortSignal): Promise<void> {
  const [least, most] = storm.everyMs;
  const begun = () => over.aborted || crowd.entries.some(({ kind }) => kind === 'began');
  await until('the workers work', begun);
  while (!over.aborted && crowd.kills.length < storm.mostKills) {
    await pause(least + random.below(most - least), undefined, { signal: over }).catch(() => undefined);
    const worker = crowd.living[random.below(crowd.living.length)];
    if (over.aborted || worker === undefined) return;
    if (PROVE && random.chance(0.25)) {
      worker.stop();
      void pause(storm.leaseMs + random.below(storm.leaseMs)).then(() => worker.goOn());
    } else {
      crowd.kill(worker);
      crowd.start(wrong(random));
    }
  }
}

/** Workers with wrong clocks, killed at random: nothing is lost and nothing repeated. */
export async function storm(connectionString: string): Promise<void> {
  const storm = PROVE ? HURRICANE : GALE;
  const random = randomOf(SEED);
  await onPostgres(connectionString, async (scene) => {
    const crowd = new Crowd(scene, { slots: 8, leaseMs: storm.leaseMs, pollMs: PROVE ? 500 : 200 });
    for (let count = 0; count < storm.workers; count += 1) crowd.start(wrong(random));
    await crowd.up(storm.workers);
    const plans = Array.from({ length: storm.operations }, () => randomPlan(random, storm));
    const over = new AbortController();
    const raging = rage(storm, crowd, random, over.signal);
    const from = performance.now();
    const operations = await startAll(scene, plans, storm.openAtMost);
    await allEnded(scene, 900_000);
    const seconds = ((performance.now() - from) / 1_000).toFixed(1);
    over.abort();
    await raging;
    for (const worker of crowd.living) worker.goOn();
    await crowd.close();
    const { stored, faults } = await examine(scene, operations, crowd.entries);
    const times = takeoverTimes(stored, crowd.entries, crowd.kills);
    const events = stored.reduce((sum, one) => sum + one.events.length, 0);
    report(
      `Storm, seed ${SEED}: ${operations.length} operations of ${storm.steps} steps, ${events} events, ${seconds} s, ` +
        `${crowd.kills.length} kills; takeovers after a kill with a lease of ${storm.leaseMs} ms: ${spread(times)}`,
    );
    expect(faults).toEqual([]);
    expect(stored.map(({ run }) => run.operation.status)).toEqual(operations.map(() => 'succeeded'));
    expect(crowd.kills.length).toBeGreaterThanOrEqual(2);
    expect(Math.max(...times)).toBeLessThanOrEqual(storm.leaseMs + SLACK_MS);
  });
}
