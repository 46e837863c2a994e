import type { Operation, OperationStore } from '@orchard-studio/core';
import { ensure, same } from '../../kit/expect.ts';
import type { KitCase } from '../../kit/kit.ts';
import { createRecords } from '../../records/records.ts';
import { operationScene } from './operation-scene.ts';

const FOREVER = '9999-01-01T00:00:00.000Z';

/** An operation that ended at an instant, with three events. */
async function ended(store: OperationStore, finishedAt: string, fields: Partial<Operation> = {}) {
  const scene = await operationScene(store, fields);
  await scene.commit({
    operation: { status: 'failed', finishedAt },
    events: [scene.records.event({ type: 'complete' })],
  });
  return scene;
}

/** Ids of the operations that are listed, of these. */
async function listed(
  store: OperationStore,
  which: 'archivable' | 'deletable',
  { endedBefore = FOREVER, among }: { readonly endedBefore?: string; readonly among: readonly string[] },
): Promise<readonly string[]> {
  const found = await store.listEndedOperations({ which, endedBefore, limit: 10_000 });
  return found.map(({ operationId }) => operationId).filter((id) => among.includes(id));
}

export const retentionCases: readonly KitCase<OperationStore>[] = [
  {
    id: 'ended-archivable',
    title: 'lists what ended before an instant and can be archived, the longest ended first',
    run: async (store) => {
      const second = await ended(store, '2026-03-02T00:00:00.000Z');
      const first = await ended(store, '2026-03-01T00:00:00.000Z');
      const last = await ended(store, '2026-03-03T00:00:00.000Z');
      const open = await operationScene(store);
      const ids = [first, second, last, open].map(({ operationId }) => operationId);
      const list = (endedBefore?: string) =>
        listed(store, 'archivable', { among: ids, ...(endedBefore === undefined ? {} : { endedBefore }) });
      same(await list(), ids.slice(0, 3), 'The list');
      same(await list('2026-03-03T00:00:00.000Z'), ids.slice(0, 2), 'What ended before');
      const { operationId } = first;
      const archive = (firstSeq: number, lastSeq: number) =>
        store.archiveEvents({ operationId, archived: { firstSeq, lastSeq, blob: 'a'.repeat(64) } });
      await archive(1, 1);
      const partly = await store.listEndedOperations({
        which: 'archivable',
        endedBefore: FOREVER,
        limit: 9_999,
      });
      same(
        partly.find((one) => one.operationId === operationId),
        { operationId, lastSeq: 3, archivedTo: 1 },
        'One that was archived in part',
      );
      await archive(2, 2);
      same(await list(), ids.slice(1, 3), 'The list without one of which nothing is left to archive');
      await second.commit({ operation: { status: 'running', finishedAt: null } });
      same(await list(), ids.slice(2, 3), 'The list without one that was resumed');
      const few = await store.listEndedOperations({ which: 'archivable', endedBefore: FOREVER, limit: 1 });
      ensure(few.length === 1, 'No more may be listed than were asked for.');
    },
  },
  {
    id: 'ended-deletable',
    title: 'lists sub-trees for deletion only once the operation is gone whose step they are',
    run: async (store) => {
      const parent = await ended(store, '2026-03-05T00:00:00.000Z');
      const reference = { operationId: parent.operationId, step: 'first' };
      const child = await ended(store, '2026-03-04T00:00:00.000Z', { parent: reference });
      const among = [child.operationId, parent.operationId];
      same(await listed(store, 'deletable', { among }), [parent.operationId], 'The list');
      const request = { operationId: parent.operationId, endedBefore: FOREVER };
      same(await store.deleteOperation(request), true, 'The answer');
      same(await listed(store, 'deletable', { among }), [child.operationId], 'The list after that');
      const endedBefore = '2026-03-04T00:00:00.000Z';
      same(await listed(store, 'deletable', { among, endedBefore }), [], 'What ended before');
    },
  },
  {
    id: 'delete-operation',
    title: 'deletes an operation whole, and nothing else',
    run: async (store) => {
      const idempotencyKey = 'once';
      const gone = await ended(store, '2026-03-01T00:00:00.000Z', { idempotencyKey });
      const other = await ended(store, '2026-03-01T00:00:00.000Z');
      const { operationId } = gone;
      const { tenantId, projectId } = gone.made.operation;
      await store.archiveEvents({ operationId, archived: { firstSeq: 1, lastSeq: 1, blob: 'a'.repeat(64) } });
      const before = await other.everything();
      same(await store.deleteOperation({ operationId, endedBefore: FOREVER }), true, 'The answer');
      same(await store.getOperation({ tenantId, operationId }), undefined, 'The operation');
      same(await store.loadRun({ operationId }), undefined, 'Its run');
      same(await store.peek({ operationId }), undefined, 'Its pulse');
      same(await store.listEvents({ operationId, after: 0 }), [], 'Its events');
      same(await store.listArchives({ operationId }), [], 'Its archives');
      same(await store.listOperations({ tenantId }), [], "Its tenant's list");
      same(await other.everything(), before, 'Another operation');
      same(await store.deleteOperation({ operationId, endedBefore: FOREVER }), false, 'The second answer');
      const fresh = gone.records.newOperation({ idempotencyKey, projectId });
      same((await store.createOperation(fresh)).created, true, 'Whether its key is free');
    },
  },
  {
    id: 'delete-refused',
    title: 'does not delete what is open, or ended later',
    run: async (store) => {
      const at = '2026-03-01T00:00:00.000Z';
      const [open, later, again] = [
        await operationScene(store),
        await ended(store, at),
        await ended(store, at),
      ];
      await again.commit({ operation: { status: 'running', finishedAt: null } });
      for (const [scene, endedBefore] of [
        [open, FOREVER],
        [later, at],
        [again, FOREVER],
      ] as const) {
        const before = await scene.everything();
        const { operationId } = scene;
        same(await store.deleteOperation({ operationId, endedBefore }), false, 'The answer');
        same(await scene.everything(), before, 'The operation');
      }
      const operationId = createRecords().operation().id;
      same(await store.deleteOperation({ operationId, endedBefore: FOREVER }), false, 'For an unknown one');
    },
  },
];
