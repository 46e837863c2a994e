import type { Operation, OperationStore } from '@orchard-studio/core';
import { present, refused, same } from '../../kit/expect.ts';
import type { KitCase } from '../../kit/kit.ts';
import { createRecords, type Records } from '../../records/records.ts';

const GROUP = "deploy:1'; --";
const MANY = 12;

type Fields = Partial<Operation>;

/** Stores operations, each younger than the one before. */
async function stored(store: OperationStore, records: Records, fields: readonly Fields[]) {
  const ids: Operation['id'][] = [];
  for (const one of fields) {
    const made = records.newOperation(one);
    await store.createOperation(made);
    ids.push(made.operation.id);
  }
  return ids;
}

async function inGroup(store: OperationStore, count: number) {
  const records = createRecords();
  const fields = { projectId: records.project().id, concurrencyGroup: GROUP };
  const ids = await stored(store, records, Array<Fields>(count).fill(fields));
  const end = async (operationId: Operation['id'], status: Operation['status'] = 'succeeded') => {
    const ifVersion = present(await store.peek({ operationId }), 'The operation').version;
    await store.commitTransition({ operationId, ifVersion, operation: { status }, steps: [], events: [] });
  };
  const hold = (operationId: Operation['id'] | undefined) =>
    store.holdGroup({ operationId: present(operationId, 'An operation') });
  return { records, ids, end, hold };
}

export const groupCases: readonly KitCase<OperationStore>[] = [
  {
    id: 'group',
    title: 'gives a group to one operation until that has ended, however often it is asked',
    run: async (store) => {
      const { ids, hold, end } = await inGroup(store, 2);
      const [first, second] = ids;
      for (const operationId of [first, second, first, second])
        same(await hold(operationId), first, 'The holder');
      await end(present(first, 'The first'));
      for (const operationId of [second, second, first])
        same(await hold(operationId), second, 'The holder afterwards');
      const unknown = createRecords().operation().id;
      await refused(store.holdGroup({ operationId: unknown }), 'NOT_FOUND', 'An unknown operation');
    },
  },
  {
    id: 'group-oldest-first',
    title: 'gives a free group to its oldest open operation that nobody has asked to stop, whoever asks',
    run: async (store) => {
      const { records, ids, hold, end } = await inGroup(store, 5);
      const [first, second, third, fourth, fifth] = ids;
      same(await hold(fifth), first, 'The first holder');
      for (const [operationId, status] of [
        [first, 'failed'],
        [third, 'cancelled'],
      ] as const)
        await end(present(operationId, 'An operation'), status);
      await store.requestCancel({ operationId: present(second, 'The second'), at: records.nextInstant() });
      same(await hold(fifth), fourth, 'The next holder');
      same(await hold(fourth), fourth, 'The holder, asked itself');
    },
  },
  {
    id: 'group-scope',
    title: 'keeps tenants, projects and groups apart, and lets operations without a group run',
    run: async (store) => {
      const [mine, theirs] = [createRecords(), createRecords()];
      const projectId = mine.project().id;
      const own = [
        { projectId, concurrencyGroup: GROUP },
        { projectId, concurrencyGroup: 'other' },
        { concurrencyGroup: GROUP },
        { projectId: null, concurrencyGroup: GROUP },
        { projectId, concurrencyGroup: null },
        { projectId, concurrencyGroup: null },
      ];
      const ids = [
        ...(await stored(store, mine, own)),
        ...(await stored(store, theirs, [{ projectId: null, concurrencyGroup: GROUP }])),
      ];
      for (const operationId of ids) same(await store.holdGroup({ operationId }), operationId, 'The holder');
    },
  },
  {
    id: 'group-race',
    title: 'names one and the same holder to all of many that ask at once',
    run: async (store) => {
      const { ids, hold, end } = await inGroup(store, MANY);
      for (const holder of ids.slice(0, 3)) {
        const answers = await Promise.all(ids.toReversed().map(hold));
        same([...new Set(answers)], [holder], 'The holders named');
        await end(holder);
      }
    },
  },
];
