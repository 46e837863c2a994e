import type { OperationStore } from '@orchard-studio/core';
import { same } from '../../kit/expect.ts';
import type { KitCase } from '../../kit/kit.ts';
import { createRecords } from '../../records/records.ts';
import { numbered, operationScene } from './operation-scene.ts';

const MANY = 1_200;

export const stepCases: readonly KitCase<OperationStore>[] = [
  {
    id: 'new-steps',
    title:
      'stores the combinations of a matrix that a transition adds, and lists them after their step by number',
    run: async (store) => {
      const { plan } = createRecords();
      const { records, commit, load } = await operationScene(store, { plan: plan(['first', 'test', 'ten']) });
      const [first] = (await load()).steps;
      const combinations = Array.from({ length: 12 }, (_, at) =>
        records.step({ key: `test.${at}`, matrix: { os: 'linux', at, deep: { list: [at, null] } } }),
      );
      const [test, ten] = ['test', 'ten'].map((key) => records.step({ key, status: 'waiting' }));
      await commit({ steps: [...combinations.toReversed(), ...(test === undefined ? [] : [test])] });
      const changed = combinations.map((step) => ({ ...step, status: 'ready' as const }));
      await commit({ steps: [...changed.slice(6), ...(ten === undefined ? [] : [ten])] });
      const expected = [first, test, ...combinations.slice(0, 6), ...changed.slice(6), ten];
      same((await load()).steps, expected, 'The steps');
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
      const { version, lastSeq } = await store.commitTransition({
        operationId,
        ifVersion: 0,
        steps,
        events,
      });
      same([version, lastSeq], [1, MANY + 1], 'The result');
      same((await store.loadRun({ operationId }))?.steps, steps, 'The steps');
      const stored = await store.listEvents({ operationId, after: 1, limit: MANY });
      same(stored, numbered(operationId, events, 2), 'The events');
    },
  },
];
