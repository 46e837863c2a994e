import type { OperationId, OperationStore } from '@orchard-studio/core';
import { type OperationRow, toOperation } from '../../ledger/operation-rows.ts';
import type { PostgresDatabase } from '../postgres-database.ts';
import { createArchives } from './archives.ts';
import { createCommit } from './commit-transitions.ts';
import { createOperation } from './create-operation.ts';
import { holdGroup } from './hold-group.ts';
import { listEvents, listOperations, listPulses, loadRun, peek } from './reads.ts';
import { ledgerSql } from './sql.ts';
import { appendStepEvents, beat } from './step-reports.ts';

/** The operation ledger in PostgreSQL. Requests are taken down before a method returns. */
export function createPostgresOperationStore(database: PostgresDatabase, schema: string): OperationStore {
  const sql = ledgerSql(schema);
  return {
    specVersion: 'v1',
    createOperation: (request) => createOperation(database, sql, request),
    getOperation: async ({ operationId, tenantId }) => {
      const [row] = await database.query<OperationRow>(sql.operation, [operationId, tenantId]);
      return row && toOperation(row);
    },
    listOperations: (request) => listOperations(database, sql, request),
    loadRun: ({ operationId }) => loadRun(database, sql, operationId),
    peek: ({ operationId }) => peek(database, sql, operationId),
    listPulses: (request) => listPulses(database, sql, request),
    listOpenOperations: async () => {
      const rows = await database.query<{ readonly id: OperationId }>(sql.openOperations, []);
      return rows.map(({ id }) => id);
    },
    holdGroup: ({ operationId }) => holdGroup(database, sql, operationId),
    commitTransition: createCommit(database, sql),
    appendStepEvents: (request) => appendStepEvents(database, sql, request),
    beat: (request) => beat(database, sql, request),
    requestCancel: async ({ operationId, at }) =>
      (await database.query(sql.requestCancel, [operationId, at])).length > 0,
    listEvents: (request) => listEvents(database, sql, request),
    ...createArchives(database, sql),
  };
}
