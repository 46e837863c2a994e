import { setImmediate } from 'node:timers/promises';
import {
  isOperationEnd,
  type OperationId,
  type OperationStore,
  operationIdSchema,
} from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import { createParser } from 'eventsource-parser';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Sink, SinkEvents } from '../../src/streams/connection.ts';
import { streamScene } from './stream-scene.ts';

const RUNS = process.env.ORCHARD_PROVE === undefined ? 30 : 1_000;
const SLOW = ['listEvents', 'peek', 'listPulses', 'getOperation', 'loadRun'];

const messageSchema = z.object({
  operation: z.object({ id: operationIdSchema, lastSeq: z.number() }).optional(),
  operationId: operationIdSchema.optional(),
  seq: z.number().optional(),
});

/** A store that takes its time, and sometimes fails. */
function moody(store: OperationStore, moods: () => number): OperationStore {
  return new Proxy(store, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (!SLOW.includes(String(name))) return value.bind(target);
      return async (...call: unknown[]) => {
        const mood = moods();
        for (let wait = mood % 4; wait > 0; wait -= 1) await setImmediate();
        const answer: unknown = await value.apply(target, call);
        for (let wait = Math.floor(mood / 4) % 4; wait > 0; wait -= 1) await setImmediate();
        if (mood === 99) throw new Error('The store is away.');
        return answer;
      };
    },
  });
}

/** What a client of a project's stream has: of each operation its place in the log. */
class Viewer implements Sink {
  readonly places = new Map<OperationId, number>();
  readonly faults: string[] = [];
  readonly #takes: () => boolean;
  #events: SinkEvents | undefined;
  #full = false;
  #parser = createParser({});

  /** @param takes - whether it takes more after a write */
  constructor(takes: () => boolean) {
    this.#takes = takes;
  }

  get connected(): boolean {
    return this.#events !== undefined;
  }

  connect(open: (viewer: Viewer) => SinkEvents): void {
    this.#full = false;
    this.#parser = createParser({ onEvent: ({ data }) => this.#take(messageSchema.parse(JSON.parse(data))) });
    this.#events = open(this);
  }

  drain(): void {
    if (!this.#full) return;
    this.#full = false;
    this.#events?.onDrain();
  }

  write(bytes: Uint8Array): boolean {
    this.#parser.feed(Buffer.from(bytes).toString());
    this.#full ||= !this.#takes();
    return !this.#full;
  }

  end(): void {
    this.#events = undefined;
  }

  destroy(): void {
    this.#events = undefined;
  }

  leave(): void {
    this.#events?.onClose();
    this.#events = undefined;
  }

  #take({ operation, operationId = operation?.id, seq = 0 }: z.infer<typeof messageSchema>): void {
    if (operationId === undefined) return;
    const before = this.places.get(operationId);
    // The log is never another one: what the client has is never said again.
    if (operation !== undefined && before !== undefined) this.faults.push(`A second snapshot at ${before}.`);
    const at = operation?.lastSeq ?? seq;
    if (operation === undefined && before !== undefined && at !== before + 1)
      this.faults.push(`${at} after ${before}.`);
    this.places.set(operationId, at);
  }
}

it('a viewer of a project sees every operation whole, however slow it is and whenever it comes and goes', async () => {
  const move = fc.record({
    act: fc.constantFrom(
      'begin',
      'log',
      'log',
      'many',
      'end',
      'resume',
      'leave',
      'cut',
      'cut',
      'drain',
      'wait',
    ),
    which: fc.nat(9),
    hint: fc.boolean(),
  });
  const property = fc.asyncProperty(
    fc.array(move, { minLength: 5, maxLength: 60 }),
    fc.infiniteStream(fc.nat(99)),
    fc.infiniteStream(fc.boolean()),
    async (moves, moods, takes) => {
      let calm = false;
      const storage = createMemoryStorage();
      const operations = moody(storage.operations, () => (calm ? 0 : (moods.next().value ?? 0)));
      const config = { storage: { ...storage, operations }, streams: { pollMs: 20 } };
      const scene = await streamScene(config, {}, storage);
      const { records, project, orchard } = scene;
      const { notify } = orchard.runner.hints;
      const ids: OperationId[] = [await scene.begin()];
      const takesNow = (): boolean => calm || takes.next().value === true;
      const viewers = [new Viewer(takesNow), new Viewer(takesNow)];
      const come = (viewer: Viewer): void => {
        const start = { tenantId: records.tenantId, projectId: project.id, cursors: new Map(viewer.places) };
        viewer.connect((sink) => orchard.streams.project(sink, start, async () => true));
      };
      for (const viewer of viewers) come(viewer);
      for (const { act, which, hint } of moves) {
        orchard.runner.hints.notify = hint ? notify : () => {};
        const id = ids[which % ids.length] ?? ids[0];
        const viewer = viewers[which % 2];
        if (id === undefined || viewer === undefined) return;
        const pulse = await storage.operations.peek({ operationId: id });
        const over = pulse !== undefined && isOperationEnd(pulse.status);
        if (act === 'begin') ids.push(await scene.begin());
        if (act === 'log' && !over) await scene.log(id, {});
        if (act === 'many' && !over) await scene.log(id, ...Array.from({ length: 300 }, () => ({})));
        if (act === 'end' && !over)
          await scene.move(id, 'failed', records.event({ type: 'complete', status: 'failed' }));
        if (act === 'resume' && over)
          await scene.move(id, 'running', records.event({ type: 'operation', status: 'in_progress' }));
        if (act === 'leave' || act === 'cut') viewer.leave();
        if (act === 'cut') come(viewer);
        if (act === 'drain') viewer.drain();
        for (let wait = which % 4; wait > 0; wait -= 1) await setImmediate();
      }
      calm = true;
      orchard.runner.hints.notify = notify;
      const ends = new Map<OperationId, number>();
      for (const id of ids) ends.set(id, (await storage.operations.peek({ operationId: id }))?.lastSeq ?? 0);
      const open = await storage.operations.listOpenOperations({});
      const isWhole = ({ places }: Viewer): boolean =>
        [...places].every(([id, seq]) => seq === ends.get(id)) && open.every((id) => places.has(id));
      const started = performance.now();
      while (!viewers.every(isWhole) && performance.now() - started < 500) {
        for (const viewer of viewers) if (!viewer.connected) come(viewer);
        for (const viewer of viewers) viewer.drain();
        await setImmediate();
      }
      expect(viewers.flatMap(({ faults }) => faults)).toEqual([]);
      expect(viewers.every(isWhole)).toBe(true);
      for (const viewer of viewers) viewer.leave();
      expect(orchard.streams.clients).toBe(0);
      await orchard.close();
      scene.server.close();
    },
  );
  await fc.assert(property, { numRuns: RUNS });
});
