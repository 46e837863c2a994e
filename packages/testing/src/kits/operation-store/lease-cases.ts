import type { OperationStore } from '@orchard-studio/core';
import { ensure, present, refused, same } from '../../kit/expect.ts';
import type { KitCase } from '../../kit/kit.ts';
import { claimed, LEASE_MS, operationScene } from './operation-scene.ts';

export const leaseCases: readonly KitCase<OperationStore>[] = [
  {
    id: 'lease-store-clock',
    title: "ends a claim's lease by the store's clock, whatever its worker's says",
    run: async (store) => {
      const { records, commit, step, operationId, now } = await operationScene(store);
      const from = await now();
      for (const leaseUntil of ['1999-01-01T00:00:00.000Z', '2999-01-01T00:00:00.000Z', null]) {
        const claim = records.runningStep({ key: 'second', leaseUntil });
        const committed = await commit({ steps: [claim], leaseMs: 12_345 });
        same(await step('second'), claimed(claim, committed, 12_345), 'The step');
        const run = present(await store.loadRun({ operationId }), 'The run');
        const inOrder = from <= committed.committedAt && committed.committedAt <= run.readAt;
        ensure(inOrder, 'The times the store tells must be in order.');
      }
    },
  },
  {
    id: 'lease-missing',
    title: 'refuses a claim that does not say for how long',
    run: async (store) => {
      const { records, everything, operationId } = await operationScene(store);
      const before = await everything();
      const steps = [records.runningStep({ key: 'second' })];
      const events = [records.event()];
      const claim = store.commitTransition({ operationId, ifVersion: 1, steps, events });
      await refused(claim, 'INVALID_INPUT', 'A claim without leaseMs');
      same(await everything(), before, 'The operation');
    },
  },
  {
    id: 'takeover',
    title: 'lets a step be taken over once its lease has ended',
    run: async (store) => {
      const { records, commit, step, append } = await operationScene(store);
      await commit({ steps: [records.runningStep({ key: 'first', epoch: 2 })], leaseMs: 0 });
      const next = records.runningStep({ key: 'first', epoch: 3, takeovers: 1 });
      // A step that waits has no lease, and one that is not there has none either.
      const committed = await commit({ steps: [next], expired: ['first', 'second', 'absent'] });
      same(await step('first'), claimed(next, committed), 'The step');
      same(await append(records.event()), 'fenced', 'The answer to the silent worker');
    },
  },
  {
    id: 'takeover-too-early',
    title: 'refuses a takeover while a lease lives, and writes nothing of it',
    run: async (store) => {
      const { records, commit, everything } = await operationScene(store);
      await commit({ steps: [records.runningStep({ key: 'second' })], leaseMs: 0 });
      const before = await everything();
      const steps = ['first', 'second'].map((key) => records.runningStep({ key, epoch: 2, takeovers: 1 }));
      for (const expired of [['first'], ['second', 'first']]) {
        const early = commit({ operation: { status: 'waiting' }, steps, expired, events: [records.event()] });
        await refused(early, 'VERSION_CONFLICT', `A takeover of ${expired}`);
      }
      same(await everything(), before, 'The operation');
    },
  },
  {
    id: 'takeover-after-beat',
    title: 'refuses a takeover of a step that has come back in time',
    run: async (store) => {
      const { records, fence, commit, step } = await operationScene(store);
      await commit({ steps: [records.runningStep({ key: 'first' })], leaseMs: 0 });
      await store.beat({ leaseMs: LEASE_MS, reports: [{ fence }] });
      const steps = [records.runningStep({ key: 'first', epoch: 2 })];
      await refused(commit({ steps, expired: ['first'] }), 'VERSION_CONFLICT', 'The takeover');
      same((await step('first')).epoch, 1, 'The epoch');
    },
  },
];
