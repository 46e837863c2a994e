import type { Operation, OperationStore } from '@orchard-studio/core';
import { refused, same } from '../../kit/expect.ts';
import type { KitCase } from '../../kit/kit.ts';
import { createRecords } from '../../records/records.ts';
import { operationScene } from './operation-scene.ts';

const KEY = "build:1'; --";

export const idempotencyCases: readonly KitCase<OperationStore>[] = [
  {
    id: 'idempotency-same',
    title: 'gives the earlier operation back, as it stands now, for a key used before, and writes nothing',
    run: async (store) => {
      const inputs = { a: 1, b: { c: 2, d: 3 } };
      const scene = await operationScene(store, { idempotencyKey: KEY, inputs });
      const before = await scene.everything();
      const { operation } = await scene.load();
      const { plan, projectId, tenantId } = operation;
      const again = createRecords({ tenantId }).newOperation({
        plan,
        projectId,
        idempotencyKey: KEY,
        inputs: { b: { d: 3, c: 2 }, a: 1 },
      });
      same(await store.createOperation(again), { operation, created: false }, 'The result');
      same(await scene.everything(), before, 'The earlier operation');
      same(await store.loadRun({ operationId: again.operation.id }), undefined, 'The new operation');
    },
  },
  {
    id: 'idempotency-other-content',
    title: 'refuses a key used before with another plan or other inputs',
    run: async (store) => {
      const scene = await operationScene(store, { idempotencyKey: KEY, inputs: { a: 1 } });
      const { plan, projectId, tenantId } = scene.made.operation;
      const before = await scene.everything();
      const records = createRecords({ tenantId });
      const shared = { projectId, idempotencyKey: KEY };
      const others: readonly Partial<Operation>[] = [
        { ...shared, plan, inputs: { a: 2 } },
        { ...shared, plan: records.plan(['other']), inputs: { a: 1 } },
      ];
      for (const fields of others) {
        const made = records.newOperation(fields);
        await refused(store.createOperation(made), 'IDEMPOTENCY_KEY_REUSED', 'The key');
        same(await store.loadRun({ operationId: made.operation.id }), undefined, 'The refused operation');
      }
      same(await scene.everything(), before, 'The earlier operation');
    },
  },
  {
    id: 'idempotency-scope',
    title: "keeps the keys of each project, and of each tenant's work outside projects, apart",
    run: async (store) => {
      const [mine, theirs] = [createRecords(), createRecords()];
      const fields = { idempotencyKey: KEY };
      const made = [
        mine.newOperation(fields),
        mine.newOperation(fields),
        mine.newOperation({ ...fields, projectId: null, inputs: { a: 1 } }),
        theirs.newOperation({ ...fields, projectId: null, inputs: { a: 2 } }),
      ];
      for (const one of made) {
        const { created, operation } = await store.createOperation(one);
        same([created, operation.id], [true, one.operation.id], 'An operation of its own');
      }
    },
  },
  {
    id: 'idempotency-none',
    title: 'never takes operations without a key for one another',
    run: async (store) => {
      const { project, newOperation } = createRecords();
      for (const projectId of [project().id, null]) {
        for (let time = 0; time < 2; time += 1) {
          const { created } = await store.createOperation(newOperation({ projectId }));
          same(created, true, 'An operation without a key');
        }
      }
    },
  },
  {
    id: 'idempotency-concurrent',
    title: 'creates one operation when the same key is used several times at once',
    run: async (store) => {
      const { project, newOperation } = createRecords();
      const projectId = project().id;
      const made = Array.from({ length: 5 }, () => newOperation({ projectId, idempotencyKey: KEY }));
      const results = await Promise.all(made.map((one) => store.createOperation(one)));
      same(results.filter(({ created }) => created).length, 1, 'The number of operations created');
      same(new Set(results.map(({ operation }) => operation.id)).size, 1, 'The number of operations given');
    },
  },
];
