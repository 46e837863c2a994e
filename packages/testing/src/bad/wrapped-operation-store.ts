import type { OperationStore } from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';

/** A good store with some methods of its own. */
export function wrapped(change: (store: OperationStore) => Partial<OperationStore>): OperationStore {
  const { operations: store } = createMemoryStorage();
  return {
    specVersion: 'v1',
    createOperation: (request) => store.createOperation(request),
    getOperation: (request) => store.getOperation(request),
    listOperations: (request) => store.listOperations(request),
    loadRun: (request) => store.loadRun(request),
    peek: (request) => store.peek(request),
    listPulses: (request) => store.listPulses(request),
    holdGroup: (request) => store.holdGroup(request),
    listOpenOperations: (request) => store.listOpenOperations(request),
    commitTransition: (request) => store.commitTransition(request),
    appendStepEvents: (request) => store.appendStepEvents(request),
    beat: (request) => store.beat(request),
    requestCancel: (request) => store.requestCancel(request),
    listEvents: (request) => store.listEvents(request),
    archiveEvents: (request) => store.archiveEvents(request),
    listArchives: (request) => store.listArchives(request),
    listEndedOperations: (request) => store.listEndedOperations(request),
    deleteOperation: (request) => store.deleteOperation(request),
    listUnusedBlobs: (request) => store.listUnusedBlobs(request),
    forgetBlobs: (request) => store.forgetBlobs(request),
    ...change(store),
  };
}
