import type { OperationStore } from '@orchard-studio/core';
import { ensure, present, same, settled } from '../../kit/expect.ts';
import type { KitCase } from '../../kit/kit.ts';
import { newTenantId } from '../../records/record-source.ts';
import { createRecords } from '../../records/records.ts';
import { numbered, operationScene } from './operation-scene.ts';

export const creationCases: readonly KitCase<OperationStore>[] = [
  {
    id: 'round-trip',
    title: 'gives an operation back with its steps in plan order and its first events from seq 1 on',
    run: async (store) => {
      const records = createRecords();
      const plan = records.plan(['zulu', 'alpha', 'mike']);
      const made = records.newOperation({
        ...{ plan, inputs: { a: 1 }, concurrencyGroup: 'deploy', outputs: { b: null } },
        parent: { operationId: records.operation().id, step: 'build.3' },
        forkedFrom: { operationId: records.operation().id, step: 'test' },
      });
      const events = [...made.events, records.event({ data: { b: [2] } })];
      const stored = { ...made.operation, lastSeq: 2 };
      const { tenantId, id: operationId } = stored;
      const result = await store.createOperation({ ...made, steps: made.steps.toReversed(), events });
      same(result, { operation: stored, created: true }, 'The result');
      same(await store.getOperation({ tenantId, operationId }), stored, 'The operation');
      const run = present(await store.loadRun({ operationId }), 'The run');
      same(run, { operation: stored, steps: made.steps, readAt: run.readAt }, 'The run');
      same(await store.listEvents({ operationId, after: 0 }), numbered(operationId, events), 'The events');
    },
  },
  {
    id: 'unknown-id',
    title: 'knows nothing of an id it has not seen',
    run: async (store) => {
      const { tenantId, operation } = createRecords();
      const operationId = operation().id;
      same(await store.getOperation({ tenantId, operationId }), undefined, 'An unknown operation');
      same(await store.loadRun({ operationId }), undefined, 'An unknown run');
      same(await store.peek({ operationId }), undefined, 'The pulse of an unknown operation');
      same(await store.listEvents({ operationId, after: 0 }), [], 'The events of an unknown operation');
    },
  },
  {
    id: 'id-taken',
    title: 'refuses a second operation with the same id and keeps the first',
    run: async (store) => {
      const made = createRecords().newOperation();
      await store.createOperation(made);
      const thief = { ...made, operation: { ...made.operation, tenantId: newTenantId(), tree: 'thief' } };
      const outcome = await settled(store.createOperation(thief));
      ensure(outcome.status === 'rejected', 'A taken id must be refused.');
      const run = present(await store.loadRun({ operationId: made.operation.id }), 'The first operation');
      same(run.operation, { ...made.operation, lastSeq: 1 }, 'The first operation');
    },
  },
  {
    id: 'tenant-isolation',
    title: 'hides an operation from every other tenant',
    run: async (store) => {
      const made = createRecords().newOperation();
      await store.createOperation(made);
      const tenantId = newTenantId();
      const { id: operationId, projectId } = made.operation;
      same(await store.getOperation({ tenantId, operationId }), undefined, "Another tenant's operation");
      same(await store.listOperations({ tenantId }), [], "A stranger's list");
      const inProject = { tenantId, ...(projectId === null ? {} : { projectId }) };
      same(await store.listOperations(inProject), [], "A stranger's list of the project");
    },
  },
  {
    id: 'peek',
    title: 'tells where an operation stands now',
    run: async (store) => {
      const { records, operationId, commit, append, load } = await operationScene(store);
      const cancelRequestedAt = records.nextInstant();
      const moves = [
        () => commit({ operation: { status: 'waiting' }, events: [records.event()] }),
        () => append(records.event(), records.event()),
        () => commit({ operation: { status: 'cancelling', cancelRequestedAt } }),
      ];
      for (const move of [async () => undefined, ...moves]) {
        await move();
        const { readAt, ...pulse } = present(await store.peek({ operationId }), 'The pulse');
        const { status, version, lastSeq, cancelRequestedAt: at } = (await load()).operation;
        same(pulse, { status, version, lastSeq, cancelRequestedAt: at }, 'The pulse');
        ensure(Number.isSafeInteger(readAt), 'The time must be in milliseconds.');
      }
      const { readAt } = present(await store.peek({ operationId }), 'The pulse');
      const { committedAt } = await commit();
      ensure(committedAt >= readAt, 'The times the store tells must be in order.');
    },
  },
  {
    id: 'newest-first',
    title: "lists a tenant's or a project's operations, the newest first, at most as many as asked for",
    run: async (store) => {
      const { tenantId, project, newOperation } = createRecords();
      const projectId = project().id;
      const made = [
        newOperation({ projectId }),
        newOperation({ projectId: null }),
        newOperation({ projectId }),
      ];
      for (const at of [1, 0, 2]) await store.createOperation(present(made[at], 'An operation'));
      const newest = made.map(({ operation }) => operation.id).toReversed();
      const ids = async (filter: { projectId?: typeof projectId; limit?: number }) =>
        (await store.listOperations({ tenantId, ...filter })).map(({ id }) => id);
      same(await ids({}), newest, 'The list');
      same(await ids({ projectId }), [newest[0], newest[2]], "The project's list");
      same(await ids({ limit: 2 }), newest.slice(0, 2), 'The limited list');
    },
  },
  {
    id: 'pulses',
    title: "tells where a project's open operations and its newest ones stand, the newest first",
    run: async (store) => {
      const { tenantId, project, newOperation } = createRecords();
      const projectId = project().id;
      const statuses = ['failed', 'running', 'succeeded', 'waiting', 'cancelled', 'succeeded'] as const;
      const made = statuses.map((status) => newOperation({ projectId, status }));
      const elsewhere = [newOperation(), newOperation({ projectId: null })];
      for (const one of [...made, ...elsewhere].toReversed()) await store.createOperation(one);
      const pulses = await store.listPulses({ tenantId, projectId, limit: 2 });
      const expected = [5, 4, 3, 1].map((at) => made[at]?.operation.id);
      same(
        pulses.map(({ operationId }) => operationId),
        expected,
        'The operations',
      );
      for (const { operationId, readAt: _, ...pulse } of pulses) {
        const { readAt: __, ...own } = present(await store.peek({ operationId }), 'The pulse');
        same(pulse, own, 'A pulse of the list');
      }
      same(await store.listPulses({ tenantId: newTenantId(), projectId }), [], "A stranger's list");
    },
  },
  {
    id: 'open-operations',
    title: 'lists the operations that have not ended, the oldest first',
    run: async (store) => {
      const { newOperation } = createRecords();
      const statuses = [
        'queued',
        'succeeded',
        'running',
        'failed',
        'waiting',
        'cancelled',
        'cancelling',
      ] as const;
      const made = statuses.map((status) => newOperation({ status }));
      for (const one of made.toReversed()) await store.createOperation(one);
      const own = new Set<string>(made.map(({ operation }) => operation.id));
      const open = (await store.listOpenOperations({})).filter((id) => own.has(id));
      const expected = [0, 2, 4, 6].map((at) => made[at]?.operation.id);
      same(open, expected, 'The open operations');
    },
  },
];
