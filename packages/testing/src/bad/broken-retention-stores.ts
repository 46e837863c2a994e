import type { JsonObject, Operation, OperationId, OperationStore } from '@orchard-studio/core';
import type { BrokenAdapter } from './broken-adapter.ts';
import { wrapped } from './wrapped-operation-store.ts';

/** Deletes whatever rows there are, and says it has. */
const archivesAnyStretch = (): OperationStore =>
  wrapped((store) => ({
    archiveEvents: async (request) => {
      const { operationId, archived } = request;
      const pulse = await store.peek({ operationId });
      const done = await store.archiveEvents(request);
      return done || (pulse !== undefined && archived.lastSeq < pulse.lastSeq);
    },
  }));

/** Nothing is left to tell an empty page from an archived one. */
function archivesWholeLogs(): OperationStore {
  const emptied = new Set<OperationId>();
  return wrapped((store) => ({
    archiveEvents: async (request) => {
      const { operationId, archived } = request;
      const lastSeq = (await store.peek({ operationId }))?.lastSeq ?? 0;
      if (archived.lastSeq !== lastSeq) return store.archiveEvents(request);
      emptied.add(operationId);
      return store.archiveEvents({ operationId, archived: { ...archived, lastSeq: lastSeq - 1 } });
    },
    listEvents: async (request) => (emptied.has(request.operationId) ? [] : store.listEvents(request)),
  }));
}

/** Moves events, and does not say where to. */
const losesArchives = (): OperationStore => wrapped(() => ({ listArchives: async () => [] }));

/** Looks, waits, and archives. */
const asksBeforeItArchives = (): OperationStore =>
  wrapped((store) => ({
    archiveEvents: async (request) => {
      const known = await store.listArchives(request);
      const done = await store.archiveEvents(request);
      return done || request.archived.firstSeq === (known.at(-1)?.lastSeq ?? 0) + 1
        ? request.archived.lastSeq < ((await store.peek(request))?.lastSeq ?? 0) &&
            request.archived.lastSeq >= request.archived.firstSeq
        : false;
    },
  }));

const listsTheYoungestFirst = (): OperationStore =>
  wrapped((store) => ({
    listEndedOperations: async (request) => [...(await store.listEndedOperations(request))].reverse(),
  }));

/** A step would start its sub-tree again. */
const listsSubTrees = (): OperationStore =>
  wrapped((store) => ({
    listEndedOperations: async (request) =>
      store
        .listEndedOperations({ ...request, which: 'archivable' })
        .then((found) => (request.which === 'archivable' ? found : [...found].reverse())),
  }));

/** Leaves what it does not look at: whoever comes with the key gets an operation that is gone. */
function keepsKeysOfTheDeleted(): OperationStore {
  const keys = new Map<string, Operation>();
  return wrapped((store) => ({
    createOperation: async (request) => {
      const { idempotencyKey } = request.operation;
      const earlier =
        idempotencyKey === null ? undefined : keys.get(`${request.operation.tenantId} ${idempotencyKey}`);
      return earlier === undefined ? store.createOperation(request) : { operation: earlier, created: false };
    },
    deleteOperation: async (request) => {
      const operation = (await store.loadRun(request))?.operation;
      const done = await store.deleteOperation(request);
      if (done && operation !== undefined && operation.idempotencyKey !== null)
        keys.set(`${operation.tenantId} ${operation.idempotencyKey}`, operation);
      return done;
    },
  }));
}

/** Believes the list, though the operation may have been resumed since. */
const deletesWithoutALook = (): OperationStore =>
  wrapped((store) => ({
    deleteOperation: async (request) => {
      const run = await store.loadRun(request);
      if (run === undefined) return false;
      const { version } = run.operation;
      await store.commitTransition({
        ...{ operationId: request.operationId, ifVersion: version, steps: [], events: [] },
        operation: { status: 'failed', finishedAt: '2000-01-01T00:00:00.000Z' },
      });
      return store.deleteOperation({ ...request, endedBefore: '9999-01-01T00:00:00.000Z' });
    },
  }));

const without = (outputs: JsonObject | null): JsonObject | null =>
  outputs === null
    ? null
    : Object.fromEntries(
        Object.entries(outputs).filter(([, value]) => !JSON.stringify(value).includes('$artifact')),
      );

/** Of a copy, the artifacts of the steps that it took over are nobody's. */
const countsCommitsOnly = (): OperationStore =>
  wrapped((store) => ({
    createOperation: (request) =>
      store.createOperation({
        ...request,
        steps: request.steps.map((step) => ({ ...step, outputs: without(step.outputs) })),
      }),
  }));

/** Skips as many as it has just given. */
const skipsRows = (): OperationStore =>
  wrapped((store) => ({
    listUnusedBlobs: async (request) => {
      const found = await store.listUnusedBlobs({ ...request, limit: 10_000 });
      return found.filter((_, at) => at % 2 === 0).slice(0, request.limit);
    },
  }));

/** What is used again is deleted at the next opportunity: nobody would know of it. */
function forgetsWhatIsUsed(): OperationStore {
  const forgotten = new Set<string>();
  return wrapped((store) => ({
    forgetBlobs: async (request) => {
      for (const hash of request.hashes) forgotten.add(hash);
      await store.forgetBlobs(request);
    },
    listUnusedBlobs: async (request) =>
      (await store.listUnusedBlobs(request)).filter((hash) => !forgotten.has(hash)),
  }));
}

/** Stores that archive and delete what they must not, or do not know any more what belongs to what. */
export const brokenRetentionStores: readonly BrokenAdapter<OperationStore>[] = [
  {
    fault: 'archives any stretch',
    caughtBy: ['archive-in-order', 'archive-concurrent'],
    make: archivesAnyStretch,
  },
  { fault: 'archives whole logs', caughtBy: ['archive-keeps-last'], make: archivesWholeLogs },
  {
    fault: 'does not know where events went',
    caughtBy: ['archive', 'archive-in-order', 'archive-concurrent'],
    make: losesArchives,
  },
  {
    fault: 'lets several archivers have a stretch',
    caughtBy: ['archive-concurrent'],
    make: asksBeforeItArchives,
  },
  { fault: 'lists the youngest first', caughtBy: ['ended-archivable'], make: listsTheYoungestFirst },
  { fault: 'lists sub-trees before their operation', caughtBy: ['ended-deletable'], make: listsSubTrees },
  {
    fault: 'keeps the keys of deleted operations',
    caughtBy: ['delete-operation'],
    make: keepsKeysOfTheDeleted,
  },
  { fault: 'deletes without a look', caughtBy: ['delete-refused'], make: deletesWithoutALook },
  { fault: 'forgets the artifacts of copied steps', caughtBy: ['blobs-shared'], make: countsCommitsOnly },
  { fault: 'misses some unused blobs', caughtBy: ['blobs-used'], make: skipsRows },
  { fault: 'forgets blobs that are used again', caughtBy: ['blobs-forgotten'], make: forgetsWhatIsUsed },
];
