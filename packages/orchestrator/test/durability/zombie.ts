import { type Plan, planSchema } from '@orchard-studio/core';
import { expect } from 'vitest';
import { Crowd, examine, startAll } from './crowd.ts';
import { makeRunner } from './make-runner.ts';
import { report } from './prove.ts';
import type { Stored } from './rich-end.ts';
import { onPostgres, type Scene } from './scene.ts';
import { until } from './until.ts';

const LEASE_MS = 600;

/** One step stops when it is told to; the other does not, and ends well when it is too late. */
const plan: Plan = planSchema.parse({
  version: 1,
  name: 'zombie',
  maxParallel: 2,
  steps: ['polite', 'deaf'].map((key) => ({
    ...{ key, name: key, phase: 'implement', needs: [], uses: 'x', env: {}, weight: 1 },
    with: { firstMs: key === 'deaf' ? 1_000 : 60_000, deaf: key === 'deaf', saves: true },
    retry: { max: 0, backoffMs: 0 },
    timeoutMs: 120_000,
  })),
});

/** Takes over in this process what a silent worker left, and ends it. */
async function inherit(scene: Scene): Promise<void> {
  const settings = scene.settings({ name: 'heir', record: 'crowd', leaseMs: LEASE_MS });
  const heir = makeRunner(settings, scene.storage.operations);
  const [operationId] = await scene.storage.operations.listOpenOperations({});
  if (operationId === undefined) throw new Error('There is nothing to inherit.');
  await heir.recover();
  await heir.wait({ operationId });
  await heir.close();
}

/** All that is stored, but for the time of the reading. */
const tables = (stored: readonly Stored[]): unknown =>
  stored.map(({ run: { readAt: _now, ...run }, events }) => ({ run, events }));

/** A worker stands still until its lease has run out and another has done its work; then it goes on. */
export async function zombie(connectionString: string): Promise<void> {
  await onPostgres(connectionString, async (scene) => {
    const crowd = new Crowd(scene, { leaseMs: LEASE_MS, watched: true });
    const worker = crowd.start();
    const operations = await startAll(scene, [plan]);
    const bothSaved = async () =>
      (await examine(scene, operations, [])).stored.every(({ run }) =>
        run.steps.every(({ checkpoint }) => checkpoint !== null),
      );
    await until('both steps have saved', bothSaved);
    worker.stop();
    await inherit(scene);
    const before = crowd.entries;
    const inherited = await examine(scene, operations, before);
    expect(inherited.faults).toEqual([]);
    for (const step of ['polite', 'deaf'])
      expect(before).toContainEqual(
        expect.objectContaining({ worker: 'heir', step, epoch: 2, checkpoint: { by: worker.name } }),
      );
    const wokenAt = Date.now();
    worker.goOn();
    const late = () => crowd.entries.slice(before.length);
    const told = () => late().flatMap((entry) => (entry.kind === 'stopped' ? [entry] : []));
    await until('it is told to stop', () => told().some(({ step }) => step === 'polite'));
    await crowd.close();
    for (const { why } of told()) expect(why).toMatch(/took the step over|was let go/);
    // One may have been under way when it was stopped, and done before.
    const answers = late().flatMap((entry) =>
      entry.kind === 'answer' && entry.since >= wokenAt ? [entry.answer] : [],
    );
    report(
      `Zombie: its ${answers.length} late writes were answered with ${[...new Set(answers)].join(', ')}`,
    );
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.filter((answer) => answer !== 'fenced' && answer !== 'VERSION_CONFLICT')).toEqual([]);
    const after = await examine(scene, operations, crowd.entries);
    expect(after.faults).toEqual([]);
    expect(tables(after.stored)).toEqual(tables(inherited.stored));
  });
}
