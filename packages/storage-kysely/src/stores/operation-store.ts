import type { OperationStore } from '@orchard-studio/core';
import type { Database } from '../database.ts';
import { commitTransition } from './commit-transition.ts';
import { createOperation } from './create-operation.ts';
import { ENDED, eventsAfter, loadRun, openOperations, operations } from './operation-reads.ts';
import { toOperation } from './operation-rows.ts';
import { appendStepEvents, beat } from './step-reports.ts';

/** The operation ledger in a database. */
export function createOperationStore(database: Database): OperationStore {
  return {
    specVersion: 'v1',
    createOperation: (request) => createOperation(database, request),
    getOperation: ({ tenantId, operationId }) =>
      database.statement(async (db) => {
        const row = await operations(db)
          .where('operation.id', '=', operationId)
          .where('operation.tenant_id', '=', tenantId)
          .executeTakeFirst();
        return row && toOperation(row);
      }),
    listOperations: ({ tenantId, projectId, limit }) =>
      database.statement(async (db) => {
        let query = operations(db).where('operation.tenant_id', '=', tenantId);
        if (projectId !== undefined) query = query.where('operation.project_id', '=', projectId);
        if (limit !== undefined) query = query.limit(limit);
        const newest = query.orderBy('operation.created_at', 'desc').orderBy('operation.ordinal', 'desc');
        return (await newest.execute()).map(toOperation);
      }),
    loadRun: ({ operationId }) => database.view((db) => loadRun(db, operationId)),
    listOpenOperations: () => database.statement(openOperations),
    commitTransition: (transition) => commitTransition(database, transition),
    appendStepEvents: (request) => appendStepEvents(database, request),
    beat: (request) => beat(database, request),
    requestCancel: ({ operationId, at }) =>
      database.statement(async (db) => {
        const row = await db
          .updateTable('orchard_operations')
          // The first request counts; asking again changes nothing.
          .set(({ fn, val }) => ({ cancel_requested_at: fn.coalesce('cancel_requested_at', val(at)) }))
          .where('id', '=', operationId)
          .where('status', 'not in', ENDED)
          .returning('id')
          .executeTakeFirst();
        return row !== undefined;
      }),
    listEvents: (request) => database.statement((db) => eventsAfter(db, request)),
  };
}
