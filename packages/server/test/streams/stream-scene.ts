import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NewOperationEvent, Operation, OperationId, Storage } from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import { createRecords } from '@orchard-studio/testing';
import { onTestFinished } from 'vitest';
import { createHttpHandler, type HttpOptions } from '../../src/http/index.ts';
import { createOrchard, type OrchardConfig } from '../../src/index.ts';
import { toNodeListener } from '../../src/node/index.ts';

export const LEASE_MS = 3_600_000;

/** A server on a free port over a store, with one project in it, and the moves of a worker. */
export async function streamScene(
  config: Partial<OrchardConfig> = {},
  http: Partial<HttpOptions> = {},
  storage: Storage = createMemoryStorage(),
) {
  const records = createRecords();
  const project = await storage.projects.createProject({ project: records.project() });
  const orchard = createOrchard({ storage, executors: {}, trees: [], ...config });
  const principal = { tenantId: records.tenantId, userId: 'ann' };
  const handle = createHttpHandler({
    orchard,
    authenticate: () => principal,
    authorize: () => true,
    ...http,
  });
  const server = createServer(toNodeListener(handle));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  onTestFinished(async () => {
    await orchard.close();
    server.closeAllConnections();
    server.close();
  });
  const { operations } = storage;
  return {
    ...{ storage, records, project, orchard, principal, handle, server, port },
    url: `http://127.0.0.1:${port}/api`,
    /** An operation whose step `first` runs. */
    begin: async (fields: Partial<Operation> = {}): Promise<OperationId> => {
      const made = records.newOperation({ projectId: project.id, ...fields });
      const { id } = made.operation;
      await operations.createOperation(made);
      await operations.commitTransition({
        operationId: id,
        ifVersion: 0,
        leaseMs: LEASE_MS,
        operation: { status: 'running' },
        steps: [records.runningStep({ key: 'first' })],
        events: [records.event({ type: 'step', step: 'first', status: 'in_progress' })],
      });
      orchard.runner.hints.notify(id);
      return id;
    },
    /** Log lines of the running step. */
    log: async (operationId: OperationId, ...events: readonly Partial<NewOperationEvent>[]) => {
      const fence = { operationId, step: 'first', epoch: 1 };
      const lines = events.map((event) => records.event({ step: 'first', ...event }));
      await operations.appendStepEvents({ entries: [{ fence, events: lines }] });
      orchard.runner.hints.notify(operationId);
    },
    /** Ends the operation, or opens it again. */
    move: async (operationId: OperationId, status: Operation['status'], ...events: NewOperationEvent[]) => {
      const version = (await operations.peek({ operationId }))?.version ?? 0;
      await operations.commitTransition({
        ...{ operationId, ifVersion: version, steps: [], events },
        operation: { status },
      });
      orchard.runner.hints.notify(operationId);
    },
  };
}
