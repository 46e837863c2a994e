import { isOrchardError, type Operation, type Storage, sha256Hex } from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import { createManualClock, createRecords } from '@orchard-studio/testing';
import { describe, expect, it } from 'vitest';
import { maintain, withArchive } from '../../src/index.ts';
import { allEvents, done, makeRunner, plan, tenantId } from '../harness.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** A store at whose time nothing has ended long ago. */
function scene() {
  const clock = createManualClock();
  const { operations, blobs } = createMemoryStorage({ clock });
  const records = createRecords({ start: clock.now().toISOString() });
  const store = withArchive(operations, blobs);
  return { clock, operations, blobs, records, store };
}

/** Stores an operation that ends now, with so many lines of log. */
async function ended(
  { clock, store, records }: ReturnType<typeof scene>,
  { lines = 5, ...fields }: Partial<Operation> & { readonly lines?: number } = {},
) {
  const finishedAt = clock.now().toISOString();
  const made = records.newOperation({ status: 'failed', finishedAt, ...fields });
  const log = Array.from({ length: lines - 1 }, (_, at) => records.event({ message: `line ${at}` }));
  await store.createOperation({ ...made, events: [...made.events, ...log] });
  return made.operation.id;
}

describe('maintenance', () => {
  it('archives what ended more than 7 days ago, in segments, and never a second time', async () => {
    const here = scene();
    const { clock, operations, blobs, store } = here;
    const old = await ended(here, { lines: 2_500 });
    const before = await store.listEvents({ operationId: old, after: 0, limit: 9_999 });
    await clock.advance(7 * DAY_MS);
    const young = await ended(here);
    await clock.advance(1);
    const first = await maintain({ store: operations, blobs, clock });
    expect(first).toEqual({ compacted: 1, archivedEvents: 2_499, deleted: 0, deletedBlobs: 0 });
    const archives = await operations.listArchives({ operationId: old });
    expect(archives.map(({ firstSeq, lastSeq }) => [firstSeq, lastSeq])).toEqual([
      [1, 1_000],
      [1_001, 2_000],
      [2_001, 2_499],
    ]);
    expect(await operations.listEvents({ operationId: old, after: 0 })).toEqual(before.slice(-1));
    expect(await store.listEvents({ operationId: old, after: 0, limit: 9_999 })).toEqual(before);
    expect(await operations.listArchives({ operationId: young })).toEqual([]);
    const second = await maintain({ store: operations, blobs, clock });
    expect(second).toEqual({ compacted: 0, archivedEvents: 0, deleted: 0, deletedBlobs: 0 });
  });

  it('divides the work when several do it at once', async () => {
    const here = scene();
    const { clock, operations, blobs, store } = here;
    const ids = [];
    for (let count = 0; count < 5; count += 1) ids.push(await ended(here, { lines: 40 }));
    await clock.advance(8 * DAY_MS);
    const runs = await Promise.all([1, 2, 3].map(() => maintain({ store: operations, blobs, clock })));
    expect(runs.reduce((sum, { archivedEvents }) => sum + archivedEvents, 0)).toBe(5 * 39);
    for (const operationId of ids)
      expect((await store.listEvents({ operationId, after: 0 })).map(({ seq }) => seq)).toEqual(
        Array.from({ length: 40 }, (_, at) => at + 1),
      );
  });

  it('deletes whole operations with their sub-trees, and their blobs a run later', async () => {
    const here = scene();
    const { clock, operations, blobs, store } = here;
    const { hash } = await blobs.put({ bytes: new Uint8Array(8) });
    const inputs = { big: { $artifact: hash, bytes: 8 } };
    const parent = await ended(here, { inputs });
    const child = await ended(here, { parent: { operationId: parent, step: 'first' } });
    const options = { store: operations, blobs, clock, deleteAfterMs: 90 * DAY_MS };
    await clock.advance(10 * DAY_MS);
    expect(await maintain(options)).toMatchObject({ compacted: 2, deleted: 0 });
    const archived = (await operations.listArchives({ operationId: parent })).map(({ blob }) => blob);
    await clock.advance(81 * DAY_MS);
    expect(await maintain(options)).toMatchObject({ deleted: 2, deletedBlobs: 0 });
    for (const operationId of [parent, child]) {
      expect(await store.loadRun({ operationId })).toBeUndefined();
      expect(await store.listEvents({ operationId, after: 0 })).toEqual([]);
    }
    // Put again just now: somebody may be about to refer to it.
    await blobs.put({ bytes: new Uint8Array(8) });
    expect(await maintain(options)).toMatchObject({ deletedBlobs: 2 });
    expect(await blobs.size({ hash })).toBe(8);
    for (const blob of archived) expect(await blobs.size({ hash: blob })).toBeUndefined();
    await clock.advance(2 * DAY_MS);
    expect(await maintain(options)).toMatchObject({ deletedBlobs: 1 });
    expect(await blobs.size({ hash })).toBeUndefined();
    expect(await operations.listUnusedBlobs({})).toEqual([]);
  });

  it('only deletes when there is nowhere to archive to', async () => {
    const here = scene();
    const operationId = await ended(here);
    await here.clock.advance(8 * DAY_MS);
    const run = await maintain({ store: here.operations, clock: here.clock, deleteAfterMs: 9 * DAY_MS });
    expect(run).toEqual({ compacted: 0, archivedEvents: 0, deleted: 0, deletedBlobs: 0 });
    expect(await here.operations.listEvents({ operationId, after: 0 })).toHaveLength(5);
  });

  it('stops between two operations when it is told to', async () => {
    const here = scene();
    await ended(here);
    await here.clock.advance(8 * DAY_MS);
    const { operations: store, blobs, clock } = here;
    const signal = AbortSignal.abort();
    expect(await maintain({ store, blobs, clock, signal })).toMatchObject({ compacted: 0 });
  });
});

describe('an archived log', () => {
  const readsAll = async ({ operations, blobs }: Required<Storage>, id: Operation['id']) =>
    withArchive(operations, blobs).listEvents({ operationId: id, after: 0 });

  it('says that it is damaged, or that its blob is missing, instead of leaving events out', async () => {
    const here = scene();
    const operationId = await ended(here);
    await here.clock.advance(8 * DAY_MS);
    await maintain({ store: here.operations, blobs: here.blobs, clock: here.clock });
    const [archive] = await here.operations.listArchives({ operationId });
    await here.blobs.delete({ hash: archive?.blob ?? '' });
    const storage = { ...createMemoryStorage(), operations: here.operations, blobs: here.blobs };
    await expect(readsAll(storage, operationId)).rejects.toSatisfy(
      (error) => isOrchardError(error) && error.code === 'STORAGE_CORRUPT',
    );
    expect(await here.store.listEvents({ operationId, after: 4 })).toHaveLength(1);
  });

  it('goes on after a resume, is archived again, and can be followed from any cursor', async () => {
    const { operations, blobs } = createMemoryStorage();
    const store = withArchive(operations, blobs);
    let fails = true;
    const runner = makeRunner(
      () => (fails ? { status: 'failed', error: { code: 'X', message: 'No.' }, retryable: false } : done),
      { store },
    );
    const frozen = plan('version: 1\nname: t\nsteps: { a: { uses: x } }');
    const { id: operationId } = await runner.start({ tenantId, projectId: null, plan: frozen, inputs: {} });
    await runner.wait({ operationId });
    const options = { store: operations, blobs, compactAfterMs: -60_000 };
    expect(await maintain(options)).toMatchObject({ compacted: 1 });
    const earlier = await allEvents(runner, operationId);
    fails = false;
    await runner.resume({ operationId });
    expect((await runner.wait({ operationId })).status).toBe('succeeded');
    await maintain(options);
    expect(await operations.listArchives({ operationId })).toHaveLength(2);
    const whole = await allEvents(runner, operationId);
    expect(whole.slice(0, earlier.length)).toEqual(earlier);
    expect(whole.map(({ seq }) => seq)).toEqual(whole.map((_, at) => at + 1));
    for (const after of [1, earlier.length, whole.length - 1]) {
      const rest = [];
      for await (const event of runner.events({ operationId, after })) rest.push(event);
      expect(rest).toEqual(whole.slice(after));
    }
    await runner.close();
  });
});

describe('large outputs', () => {
  const text = 'é'.repeat(60_000);
  const outputs = { small: 1, big: text, list: Array.from({ length: 9_000 }, (_, at) => at) };
  const yaml = `
version: 1
name: large
steps:
  make: { uses: x, outputs: { whole: '\${{ result }}', count: '\${{ result.small }}' } }
  read: { uses: x, needs: make, with: { given: '\${{ needs.make.outputs.whole }}' } }
`;

  it('are kept in the BlobStore, named in the log, and read by the steps after', async () => {
    const { operations, blobs } = createMemoryStorage();
    const runner = makeRunner(
      async ({ stepId, needs, step }, { readArtifact }) => {
        if (stepId === 'make') return { status: 'succeeded', outputs };
        expect(step.with.given).toEqual(needs.make?.whole);
        return { status: 'succeeded', outputs: { same: (await readArtifact(hash)) !== null } };
      },
      { store: operations, blobs },
    );
    const hash = sha256Hex(JSON.stringify(outputs));
    const reference = { $artifact: hash, bytes: Buffer.byteLength(JSON.stringify(outputs)) };
    const { id: operationId } = await runner.start({
      ...{ tenantId, projectId: null, inputs: {} },
      plan: plan(yaml),
    });
    expect((await runner.wait({ operationId })).status).toBe('succeeded');
    const run = await operations.loadRun({ operationId });
    expect(run?.steps.map((step) => step.outputs)).toEqual([{ whole: reference, count: 1 }, { same: true }]);
    expect(await blobs.size({ hash })).toBe(reference.bytes);
    const events = await allEvents(runner, operationId);
    const at = events.findIndex(({ type }) => type === 'artifact');
    expect(events[at]).toMatchObject({
      ...{ step: 'make', attempt: 1, epoch: 1 },
      data: { name: 'whole', bytes: reference.bytes, hash },
      message: expect.stringContaining(hash),
    });
    // In the same commit: the end of the step comes next.
    expect(events[at + 1]).toMatchObject({ type: 'step', step: 'make', status: 'complete' });
    await runner.close();
  });

  it('lose only as many of the largest values as must go', async () => {
    const { operations, blobs } = createMemoryStorage();
    const values = { a: 'a'.repeat(30_000), b: 'b'.repeat(40_000), c: 'c'.repeat(20_000) };
    const runner = makeRunner(() => ({ status: 'succeeded', outputs: values }), { store: operations, blobs });
    const frozen = plan('version: 1\nname: t\nsteps: { a: { uses: x } }');
    const { id: operationId } = await runner.start({ tenantId, projectId: null, plan: frozen, inputs: {} });
    await runner.wait({ operationId });
    const run = await operations.loadRun({ operationId });
    const b = { $artifact: sha256Hex(JSON.stringify(values.b)), bytes: 40_002 };
    expect(run?.steps[0]?.outputs).toEqual({ ...values, b });
    await runner.close();
  });

  it('fail their step with what to do about it when nothing can keep them', async () => {
    const many = Object.fromEntries(Array.from({ length: 3_000 }, (_, at) => [`name_${at}`, 'x'.repeat(20)]));
    const { operations, blobs } = createMemoryStorage();
    for (const [values, options, advice] of [
      [outputs, { store: operations }, 'BlobStore'],
      [many, { store: operations, blobs }, 'fewer'],
    ] as const) {
      const runner = makeRunner(() => ({ status: 'succeeded', outputs: values }), options);
      const frozen = plan('version: 1\nname: t\nsteps: { a: { uses: x } }');
      const { id: operationId } = await runner.start({ tenantId, projectId: null, plan: frozen, inputs: {} });
      expect((await runner.wait({ operationId })).status).toBe('failed');
      const step = (await operations.loadRun({ operationId }))?.steps[0];
      expect(step?.error).toMatchObject({
        code: 'OUTPUTS_TOO_LARGE',
        message: expect.stringContaining(advice),
      });
      await runner.close();
    }
  });
});
