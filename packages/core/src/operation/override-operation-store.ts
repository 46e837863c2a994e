import type { OperationStore } from '../ports/operation-store.ts';

/**
 * A store with some methods of its own; all else is the other store's.
 *
 * @param methods - instead of the store's, which they may call
 *
 * @example
 * overrideOperationStore(store, { listEvents: (request) => wholeLogs.page(request) });
 */
export function overrideOperationStore(
  store: OperationStore,
  methods: Partial<OperationStore>,
): OperationStore {
  return {
    specVersion: 'v1',
    // Spelt out, since methods of a class are not its own properties.
    createOperation: (request) => store.createOperation(request),
    getOperation: (request) => store.getOperation(request),
    listOperations: (request) => store.listOperations(request),
    loadRun: (request) => store.loadRun(request),
    peek: (request) => store.peek(request),
    listPulses: (request) => store.listPulses(request),
    listOpenOperations: (request) => store.listOpenOperations(request),
    holdGroup: (request) => store.holdGroup(request),
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
    ...methods,
  };
}
