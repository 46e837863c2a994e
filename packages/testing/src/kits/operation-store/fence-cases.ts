import type { OperationStore } from '@orchard-studio/core';
import { refused, same } from '../../kit/expect.ts';
import type { KitCase } from '../../kit/kit.ts';
import { createRecords } from '../../records/records.ts';
import { type OperationScene, operationScene } from './operation-scene.ts';

/** Fences that no running step has. */
function wrongFences({ fence }: OperationScene) {
  return [
    { ...fence, epoch: 0 },
    { ...fence, epoch: 2 },
    { ...fence, step: 'second', epoch: 0 },
    { ...fence, step: 'absent' },
    { ...fence, operationId: createRecords().operation().id },
  ];
}

const fencing: readonly KitCase<OperationStore>[] = [
  {
    id: 'fence-append',
    title: 'refuses events of a step that is not running in this epoch',
    run: async (store) => {
      const scene = await operationScene(store);
      const before = await scene.everything();
      for (const fence of wrongFences(scene)) {
        const events = [scene.records.event()];
        await refused(store.appendStepEvents({ fence, events }), 'FENCED', `Events of ${fence.step}`);
      }
      same(await scene.everything(), before, 'The operation');
    },
  },
  {
    id: 'fence-beat',
    title: 'refuses the beat of a step that is not running in this epoch',
    run: async (store) => {
      const scene = await operationScene(store);
      const before = await scene.everything();
      for (const fence of wrongFences(scene)) {
        const beat = { fence, leaseUntil: scene.records.nextInstant(), progress: 1, checkpoint: 'late' };
        await refused(store.beat(beat), 'FENCED', `The beat of ${fence.step}`);
      }
      same(await scene.everything(), before, 'The operation');
    },
  },
  {
    id: 'fence-takeover',
    title: 'refuses the old attempt once the step has been taken over or has ended',
    run: async (store) => {
      const { records, fence, commit, append } = await operationScene(store);
      const beat = { fence, leaseUntil: records.nextInstant() };
      const next = [
        records.runningStep({ key: 'first', epoch: 2 }),
        records.step({ key: 'first', status: 'succeeded', attempt: 1, epoch: 1 }),
      ];
      for (const step of next) {
        await commit({ steps: [step] });
        await refused(append(records.event()), 'FENCED', 'Events of the old attempt');
        await refused(store.beat(beat), 'FENCED', 'The beat of the old attempt');
      }
    },
  },
  {
    id: 'beat',
    title: 'extends the lease and keeps progress and checkpoint that a beat does not bring',
    run: async (store) => {
      const { records, fence, step } = await operationScene(store);
      const before = await step('first');
      const leases = [records.nextInstant(), records.nextInstant(), records.nextInstant()];
      const [one = '', two = '', three = ''] = leases;
      const checkpoint = { session: 'abc', at: [1, 2] };
      const result = await store.beat({ fence, leaseUntil: one, progress: 0.5, checkpoint });
      same(result, { cancelRequested: false }, 'The result');
      same(await step('first'), { ...before, leaseUntil: one, progress: 0.5, checkpoint }, 'The step');
      await store.beat({ fence, leaseUntil: two });
      same(await step('first'), { ...before, leaseUntil: two, progress: 0.5, checkpoint }, 'The step later');
      await store.beat({ fence, leaseUntil: three, checkpoint: null });
      same((await step('first')).checkpoint, null, 'The cleared checkpoint');
    },
  },
];

const cancelling: readonly KitCase<OperationStore>[] = [
  {
    id: 'cancel',
    title: 'notes the first request to cancel, tells the running step, and decides nothing itself',
    run: async (store) => {
      const { records, fence, operationId, load } = await operationScene(store);
      const before = await load();
      const [at, later] = [records.nextInstant(), records.nextInstant()];
      same(await store.requestCancel({ operationId, at }), true, 'The answer');
      same(await store.requestCancel({ operationId, at: later }), true, 'The second answer');
      const operation = { ...before.operation, cancelRequestedAt: at };
      same(await load(), { ...before, operation }, 'The run');
      const beat = await store.beat({ fence, leaseUntil: later });
      same(beat, { cancelRequested: true }, 'The result of the beat');
    },
  },
  {
    id: 'cancel-ended',
    title: 'does not cancel an operation that has ended',
    run: async (store) => {
      for (const status of ['succeeded', 'failed', 'cancelled'] as const) {
        const { records, operationId, commit, everything } = await operationScene(store);
        await commit({ operation: { status, finishedAt: records.nextInstant() } });
        const before = await everything();
        const answer = await store.requestCancel({ operationId, at: records.nextInstant() });
        same(answer, false, `The answer for one that is ${status}`);
        same(await everything(), before, 'The operation');
      }
    },
  },
];

export const fenceCases: readonly KitCase<OperationStore>[] = [...fencing, ...cancelling];
