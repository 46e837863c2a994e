import type { OperationStore } from '@orchard-studio/core';
import { same } from '../../kit/expect.ts';
import type { KitCase } from '../../kit/kit.ts';
import { createRecords } from '../../records/records.ts';
import { LEASE_MS, operationScene } from './operation-scene.ts';

export const cancelCases: readonly KitCase<OperationStore>[] = [
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
      const answers = await store.beat({ leaseMs: LEASE_MS, reports: [{ fence }] });
      same(answers, ['cancel-requested'], 'The answer to a beat');
      same((await store.peek({ operationId }))?.cancelRequestedAt, at, 'The pulse');
    },
  },
  {
    id: 'cancel-ended',
    title: 'does not cancel an operation that has ended, or that is not there',
    run: async (store) => {
      for (const status of ['succeeded', 'failed', 'cancelled'] as const) {
        const { records, operationId, commit, everything } = await operationScene(store);
        await commit({ operation: { status, finishedAt: records.nextInstant() } });
        const before = await everything();
        const answer = await store.requestCancel({ operationId, at: records.nextInstant() });
        same(answer, false, `The answer for one that is ${status}`);
        same(await everything(), before, 'The operation');
      }
      const { operation, nextInstant } = createRecords();
      const answer = await store.requestCancel({ operationId: operation().id, at: nextInstant() });
      same(answer, false, 'The answer for an unknown one');
    },
  },
];
