import type { OperationStore } from '@orchard-studio/core';
import { refused, same } from '../../kit/expect.ts';
import type { KitCase } from '../../kit/kit.ts';
import { createRecords } from '../../records/records.ts';
import { numbered, operationScene } from './operation-scene.ts';

const MANY = 1_200;

export const transitionCases: readonly KitCase<OperationStore>[] = [
  {
    id: 'transition',
    title: 'commits status, steps and events together, one version on',
    run: async (store) => {
      const { records, commit, load, events, operationId } = await operationScene(store);
      const before = await load();
      const log = await events();
      const first = records.step({
        key: 'first',
        status: 'succeeded',
        attempt: 1,
        epoch: 1,
        outputs: { a: 1 },
      });
      const second = records.runningStep({ key: 'second' });
      const added = [records.event({ type: 'step', step: 'first', status: 'complete' }), records.event()];
      const cancelRequestedAt = records.nextInstant();
      const changes = { status: 'cancelling', cancelRequestedAt } as const;
      const result = await commit({ operation: changes, steps: [second, first], events: added });
      same(result, { version: 2, lastSeq: 4 }, 'The result');
      const operation = { ...before.operation, ...changes, version: 2, lastSeq: 4 };
      same(await load(), { operation, steps: [first, second] }, 'The run');
      same(await events(), [...log, ...numbered(operationId, added, 3)], 'The events');
    },
  },
  {
    id: 'transition-partial',
    title: 'leaves alone what a transition does not name, and clears what it sets to null',
    run: async (store) => {
      const { records, commit, load } = await operationScene(store);
      const before = await load();
      same(await commit(), { version: 2, lastSeq: 2 }, 'The result of an empty transition');
      const untouched = { ...before, operation: { ...before.operation, version: 2 } };
      same(await load(), untouched, 'The run');
      const finishedAt = records.nextInstant();
      await commit({ operation: { status: 'failed', finishedAt } });
      await commit({ operation: { finishedAt: null, startedAt: null } });
      const cleared = { status: 'failed', startedAt: null, finishedAt: null, version: 4 } as const;
      const operation = { ...before.operation, ...cleared };
      same(await load(), { ...before, operation }, 'The run after clearing');
    },
  },
  {
    id: 'version-conflict',
    title: 'refuses a transition decided on another version, and writes nothing of it',
    run: async (store) => {
      const { records, commit, everything } = await operationScene(store);
      const before = await everything();
      for (const ifVersion of [0, 2]) {
        const late = {
          ifVersion,
          operation: { status: 'succeeded' as const },
          steps: [records.step({ key: 'first', status: 'succeeded' })],
          events: [records.event()],
        };
        await refused(commit(late), 'VERSION_CONFLICT', `A transition on version ${ifVersion}`);
      }
      same(await everything(), before, 'The operation');
    },
  },
  {
    id: 'version-conflict-concurrent',
    title: 'lets exactly one of several transitions win that were decided on the same version',
    run: async (store) => {
      const { records, commit, events } = await operationScene(store);
      const outcomes = await Promise.allSettled(
        Array.from({ length: 5 }, (_, at) =>
          commit({ ifVersion: 1, events: [records.event({ message: `writer ${at}` })] }),
        ),
      );
      const winners = outcomes.flatMap(({ status }, at) => (status === 'fulfilled' ? [`writer ${at}`] : []));
      same(winners.length, 1, 'The number of winners');
      const written = (await events()).slice(2).map(({ message }) => message);
      same(written, winners, 'The events written');
    },
  },
  {
    id: 'many-steps',
    title: `stores and changes ${MANY} steps in one call`,
    run: async (store) => {
      const records = createRecords();
      const keys = Array.from({ length: MANY }, (_, at) => `step_${at}`);
      const made = records.newOperation({ plan: records.plan(keys) });
      await store.createOperation(made);
      const operationId = made.operation.id;
      const steps = keys.map((key) => records.step({ key, status: 'ready' }));
      const events = keys.map((step) => records.event({ type: 'step', step, status: 'queued' }));
      const result = await store.commitTransition({ operationId, ifVersion: 0, steps, events });
      same(result, { version: 1, lastSeq: MANY + 1 }, 'The result');
      same((await store.loadRun({ operationId }))?.steps, steps, 'The steps');
      const stored = await store.listEvents({ operationId, after: 1, limit: MANY });
      same(stored, numbered(operationId, events, 2), 'The events');
    },
  },
];
