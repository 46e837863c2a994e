import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OperationEvent, type OperationId, tenantIdSchema } from '@orchard-studio/core';
import { createSqliteStorage } from '@orchard-studio/storage-kysely';
import { createRecords } from '@orchard-studio/testing';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { LEASE_MS } from './stream-scene.ts';

const helloSchema = z.object({ port: z.number() });
const loadSchema = z.object({ rss: z.number(), held: z.number(), clients: z.number() });

export interface ServerProcess {
  readonly port: number;
  /** Bytes that are resident, and bytes that are in use after a collection. */
  load(): Promise<z.infer<typeof loadSchema>>;
}

async function next(child: ChildProcess): Promise<unknown> {
  const [message] = await once(child, 'message');
  return message;
}

async function startServer(path: string, tenantId: string): Promise<ServerProcess> {
  const program = join(import.meta.dirname, 'stream-server.ts');
  const child = fork(program, [path, tenantId], {
    execArgv: ['--expose-gc', '--conditions=@orchard-studio/source', '--disable-warning=ExperimentalWarning'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const { port } = helloSchema.parse(await next(child));
  return {
    port,
    load: async () => {
      child.send('load');
      return loadSchema.parse(await next(child));
    },
  };
}

/** A ledger file with one running operation, a writer in this process, and server processes over it. */
export async function processScene(servers: number) {
  const folder = mkdtempSync(join(tmpdir(), 'orchard-streams-'));
  const path = join(folder, 'orchard.db');
  const storage = await createSqliteStorage({ path });
  await storage.migrate();
  const tenantId = tenantIdSchema.parse('acme');
  const records = createRecords({ tenantId });
  const project = await storage.projects.createProject({ project: records.project() });
  const made = records.newOperation({ projectId: project.id });
  const operationId: OperationId = made.operation.id;
  await storage.operations.createOperation(made);
  await storage.operations.commitTransition({
    ...{ operationId, ifVersion: 0, leaseMs: LEASE_MS, events: [] },
    operation: { status: 'running' },
    steps: [records.runningStep({ key: 'first' })],
  });
  const processes = await Promise.all(Array.from({ length: servers }, () => startServer(path, tenantId)));
  onTestFinished(async () => {
    await storage.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    ...{ operationId, project, processes, path: `/api/operations/${operationId}/stream` },
    /** Writes log lines of a running step. */
    write: async (messages: readonly string[]): Promise<void> => {
      const fence = { operationId, step: 'first', epoch: 1 };
      const events = messages.map((message) => records.event({ step: 'first', message }));
      await storage.operations.appendStepEvents({ entries: [{ fence, events }] });
    },
    end: async (): Promise<void> => {
      const version = (await storage.operations.peek({ operationId }))?.version ?? 0;
      await storage.operations.commitTransition({
        ...{ operationId, ifVersion: version, steps: [] },
        operation: { status: 'succeeded' },
        events: [records.event({ type: 'complete', status: 'complete' })],
      });
    },
    /** The log as the table has it. */
    log: async (): Promise<readonly OperationEvent[]> => {
      const events: OperationEvent[] = [];
      while (true) {
        const page = await storage.operations.listEvents({ operationId, after: events.length });
        if (page.length === 0) return events;
        events.push(...page);
      }
    },
  };
}
