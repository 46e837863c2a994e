import { expect } from 'vitest';
import { Failpoints } from './failpoints.ts';
import { makeRunner } from './make-runner.ts';
import { began, type Entry, readRecord } from './record.ts';
import { endOf, familyFaults, readFamily, type Stored, stateOf } from './rich-end.ts';
import type { Scene } from './scene.ts';
import type { Failpoint, WorkerSettings } from './settings.ts';
import { runRich } from './work.ts';

/** An uninterrupted run: how it ends, and how many writes that takes. */
export interface Model {
  readonly end: unknown;
  readonly writes: number;
}

/** What a trial showed. */
export interface Trial {
  /** False when the process had come to its end before it wrote that often. */
  readonly hit: boolean;
  /** How often a process wrote after it had stood still. */
  readonly late: number;
}

/** What is said in a record that must not be. */
const errorsOf = (entries: readonly Entry[]): readonly string[] =>
  entries.flatMap((entry) => (entry.kind === 'error' ? [entry.message] : []));

function expectRight(key: string, family: readonly Stored[], entries: readonly Entry[]): void {
  expect([...familyFaults(family, began(entries)), ...errorsOf(entries)], key).toEqual([]);
}

/** Runs the tree in this process. */
async function finish(scene: Scene, settings: WorkerSettings, key: string): Promise<readonly Stored[]> {
  const { operations } = scene.storage;
  const runner = makeRunner(settings, operations);
  await runRich(runner, key);
  await runner.close();
  return readFamily(operations, key);
}

export async function undisturbed(scene: Scene): Promise<Model> {
  const key = 'undisturbed';
  const settings = scene.settings({ name: key, record: key });
  const failpoints = new Failpoints(settings);
  const runner = makeRunner(settings, failpoints.guard(scene.storage.operations));
  await runRich(runner, key);
  await runner.close();
  const family = await readFamily(scene.storage.operations, key);
  expectRight(key, family, readRecord(settings.record));
  return { end: endOf(family), writes: failpoints.count };
}

/** One process is hit; this one finishes what it began. */
export async function tryPoint(
  scene: Scene,
  failpoint: Failpoint,
  { end, alone }: { readonly end: unknown; readonly alone: boolean },
): Promise<Trial> {
  const key = `${failpoint.mode}-${failpoint.at}`;
  const settings = scene.settings({ name: 'first', record: key, run: key, failpoint });
  const worker = scene.start(settings);
  const stood = await worker.stoodStill;
  const second = scene.settings({ name: 'second', record: key, exclusive: alone && !stood });
  const family = await finish(scene, second, key);
  worker.goOn();
  const { code, signal, complaints } = await worker.ended;
  const entries = readRecord(settings.record);
  expect({ key, complaints, orderly: signal === 'SIGKILL' || code === 0 }).toEqual({
    ...{ key, complaints: '', orderly: true },
  });
  expectRight(key, family, entries);
  expect(endOf(family), key).toEqual(end);
  // Whatever a process tries that had stood still: nothing of it gets into the tables.
  expect(stateOf(await readFamily(scene.storage.operations, key)), key).toEqual(stateOf(family));
  const written = entries.find((entry) => entry.kind === 'writes')?.count ?? 0;
  return {
    hit: failpoint.mode === 'lost' ? written >= failpoint.at : stood || signal === 'SIGKILL',
    late: entries.filter(({ kind }) => kind === 'answer').length,
  };
}

/** Every process that takes the operation up dies at its `at`-th write, until one gets to the end. @returns how many */
export async function relay(
  scene: Scene,
  at: number,
  { end, alone }: { readonly end: unknown; readonly alone: boolean },
): Promise<number> {
  const key = `relay-${at}`;
  const failpoint: Failpoint = { at, mode: 'after' };
  for (let processes = 1; ; processes += 1) {
    const name = `${key}-${processes}`;
    const settings = scene.settings({ name, record: key, run: key, failpoint, exclusive: alone });
    const { code, signal, complaints } = await scene.start(settings).ended;
    expect(complaints).toBe('');
    if (signal === 'SIGKILL') continue;
    expect(code).toBe(0);
    const family = await readFamily(scene.storage.operations, key);
    expectRight(key, family, readRecord(settings.record));
    expect(endOf(family)).toEqual(end);
    return processes;
  }
}
