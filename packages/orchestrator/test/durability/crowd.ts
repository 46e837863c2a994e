import { type Operation, type Plan, silentLogger } from '@orchard-studio/core';
import { expect } from 'vitest';
import { createRunner } from '../../src/index.ts';
import { logFaults, readLog } from '../log-faults.ts';
import { began, type Entry, readRecord } from './record.ts';
import type { Stored } from './rich-end.ts';
import type { Scene } from './scene.ts';
import type { WorkerInput, WorkerSettings } from './settings.ts';
import type { WorkerProcess } from './spawn-worker.ts';
import { until } from './until.ts';
import { tenantId } from './work.ts';

/** Starts operations without working on them; the next as soon as fewer than `openAtMost` are open. */
export async function startAll(
  { storage }: Scene,
  plans: readonly Plan[],
  openAtMost = plans.length,
): Promise<readonly Operation[]> {
  const nobody = {
    specVersion: 'v1',
    name: 'x',
    execute: () => Promise.reject(new Error('Nobody works here.')),
  } as const;
  const desk = createRunner({
    store: storage.operations,
    executors: { x: nobody },
    pools: [],
    logger: silentLogger,
  });
  const started: Operation[] = [];
  const isFull = async () => (await storage.operations.listOpenOperations({})).length >= openAtMost;
  for (const plan of plans) {
    if (started.length >= openAtMost)
      await until('another may start', async () => !(await isFull()), 300_000);
    started.push(await desk.start({ tenantId, projectId: null, plan, inputs: {} }));
  }
  await desk.close();
  return started;
}

export interface Kill {
  readonly worker: string;
  readonly at: number;
}

/** Worker processes that work together on one store. */
export class Crowd {
  readonly #scene: Scene;
  readonly #input: Partial<WorkerInput>;
  readonly #record: string;
  readonly #living = new Map<string, WorkerProcess>();
  readonly kills: Kill[] = [];
  #count = 0;

  constructor(scene: Scene, input: Partial<WorkerInput>) {
    this.#scene = scene;
    this.#input = input;
    this.#record = this.#settings('nobody', 0).record;
  }

  get living(): readonly WorkerProcess[] {
    return [...this.#living.values()];
  }

  get entries(): readonly Entry[] {
    return readRecord(this.#record);
  }

  start(skewMs = 0): WorkerProcess {
    this.#count += 1;
    const worker = this.#scene.start(this.#settings(`w${this.#count}`, skewMs));
    this.#living.set(worker.name, worker);
    return worker;
  }

  /** Resolves when so many have been ready to work. */
  async up(count: number): Promise<void> {
    await until('the workers are up', () => this.entries.filter(({ kind }) => kind === 'up').length >= count);
  }

  kill(worker: WorkerProcess): void {
    worker.kill();
    this.kills.push({ worker: worker.name, at: Date.now() });
    this.#living.delete(worker.name);
  }

  /** Lets the living end in order, which they must be able to. */
  async close(): Promise<void> {
    for (const { name, end } of await Promise.all(
      this.living.map(async (worker) => ({ name: worker.name, end: await worker.close() })),
    ))
      expect(end, name).toEqual({ code: 0, signal: null, complaints: '' });
  }

  #settings(name: string, skewMs: number): WorkerSettings {
    return this.#scene.settings({ ...this.#input, name, record: 'crowd', skewMs });
  }
}

/** Resolves when no operation is open any more. */
export async function allEnded({ storage }: Scene, timeoutMs: number): Promise<void> {
  const { operations } = storage;
  const none = async () => (await operations.listOpenOperations({})).length === 0;
  await until('all operations have ended', none, timeoutMs);
}

/** Reads operations as they are in the tables, and finds what must not be: there, in the record. */
export async function examine(
  { storage }: Scene,
  operations: readonly Operation[],
  entries: readonly Entry[],
): Promise<{ readonly stored: readonly Stored[]; readonly faults: readonly string[] }> {
  const all = began(entries);
  const stored: Stored[] = [];
  const faults = entries.flatMap((entry) => (entry.kind === 'error' ? [entry.message] : []));
  for (const { id } of operations) {
    const run = await storage.operations.loadRun({ operationId: id });
    if (run === undefined) throw new Error(`${id} is not stored.`);
    const events = await readLog(storage.operations, id);
    const own = all.filter(({ operation }) => operation === id);
    faults.push(...logFaults(run, events, own).map((fault) => `${id}: ${fault}`));
    stored.push({ run, events });
  }
  return { stored, faults };
}
