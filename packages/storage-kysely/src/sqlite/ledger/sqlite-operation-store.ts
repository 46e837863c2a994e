import type { Clock, OperationStore } from '@orchard-studio/core';
import {
  archiveEvents,
  deleteOperation,
  forgetBlobs,
  listArchives,
  listEnded,
  listUnusedBlobs,
} from './archives.ts';
import { commitTransition } from './commit-transition.ts';
import { createOperation } from './create-operation.ts';
import { holdGroup } from './hold-group.ts';
import {
  getOperation,
  listEvents,
  listOperations,
  listPulses,
  openOperations,
  readPulse,
  readRun,
} from './reads.ts';
import type { Statements } from './statements.ts';
import { appendStepEvents, beat } from './step-reports.ts';
import type { LedgerWrite } from './writes.ts';

/** How the ledger reaches its file: synchronously, without a query builder. Errors come out as OrchardErrors. */
export interface LedgerFile {
  read<T>(work: (statements: Statements) => T): Promise<T>;
  /** Several reads on one consistent view. */
  view<T>(work: (statements: Statements) => T): Promise<T>;
  /** A write in one piece; see WriteQueue. */
  write<T>(work: (statements: Statements) => T): Promise<T>;
}

/** The operation ledger in an SQLite file. Requests are taken down before a method returns. */
export function createSqliteOperationStore(file: LedgerFile, clock: Clock): OperationStore {
  const now = (): number => clock.now().getTime();
  const write = <T>(work: (write: LedgerWrite) => T): Promise<T> =>
    file.write((statements) => work({ statements, now: now() }));
  return {
    specVersion: 'v1',
    createOperation: async (request) => write(createOperation(request)),
    getOperation: (request) => file.read((statements) => getOperation(statements, request)),
    listOperations: (request) => file.read((statements) => listOperations(statements, request)),
    loadRun: ({ operationId }) =>
      file.view((statements) => {
        const run = readRun(statements, operationId);
        return run && { ...run, readAt: now() };
      }),
    peek: ({ operationId }) =>
      file.read((statements) => {
        const pulse = readPulse(statements, operationId);
        return pulse && { ...pulse, readAt: now() };
      }),
    listPulses: (request) => file.read((statements) => listPulses(statements, request, now())),
    listOpenOperations: () => file.read(openOperations),
    holdGroup: ({ operationId }) => write(holdGroup(operationId)),
    commitTransition: async (transition) => write(commitTransition(transition)),
    appendStepEvents: async (request) =>
      request.entries.length === 0 ? [] : write(appendStepEvents(request)),
    beat: async (request) => (request.reports.length === 0 ? [] : write(beat(request))),
    requestCancel: ({ operationId, at }) =>
      write(({ statements }) => statements.get('requestCancel').run(operationId, at).changes === 1),
    listEvents: (request) => file.read((statements) => listEvents(statements, request)),
    archiveEvents: async (request) => write(archiveEvents(request)),
    listArchives: ({ operationId }) => file.read((statements) => listArchives(statements, operationId)),
    listEndedOperations: (request) => file.read((statements) => listEnded(statements, request)),
    deleteOperation: async (request) => write(deleteOperation(request)),
    listUnusedBlobs: (request) => file.read((statements) => listUnusedBlobs(statements, request)),
    forgetBlobs: async ({ hashes }) => (hashes.length === 0 ? undefined : write(forgetBlobs(hashes))),
  };
}
