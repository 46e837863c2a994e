import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isOrchardError, type OperationId, type OperationStore } from '@orchard-studio/core';
import { createRecords, type Records } from '@orchard-studio/testing';
import { Client } from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { createPostgresStorage } from '../src/postgres/index.ts';
import { freshSchema, testDatabase } from './fresh-postgres.ts';

const program = fileURLToPath(import.meta.resolve('./postgres-committing-process.ts'));

/** A database whose commits survive a crash of the server: the test server's own default is quicker. */
async function durable(): Promise<string> {
  const url = new URL(await testDatabase());
  url.searchParams.set('options', '-c synchronous_commit=on');
  return url.href;
}

async function freshStorage() {
  const [connectionString, schema] = [await durable(), freshSchema()];
  const storage = createPostgresStorage({ connectionString, schema });
  onTestFinished(() => storage.close());
  await storage.migrate();
  return { connectionString, schema, store: storage.operations };
}

async function newOperation(store: OperationStore, records: Records): Promise<OperationId> {
  const made = records.newOperation();
  await store.createOperation(made);
  return made.operation.id;
}

async function expectGapFree(store: OperationStore, operationId: OperationId): Promise<number> {
  const run = await store.loadRun({ operationId });
  const version = run?.operation.version ?? -1;
  expect(run?.steps[0]?.attempt).toBe(version);
  const log = await store.listEvents({ operationId, after: 0, limit: 100_000 });
  expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: 1 + 2 * version }, (_, at) => at + 1));
  expect(run?.operation.lastSeq).toBe(log.length);
  return version;
}

it('keeps every acknowledged commit of processes that write together, one of which is killed', async () => {
  const { connectionString, schema, store } = await freshStorage();
  const operationId = await newOperation(store, createRecords());
  const start = () => {
    const args = ['--conditions=@orchard-studio/source', program, connectionString, schema, operationId];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  };
  /** Versions a process got out before it was killed with SIGKILL, after at least `count`. */
  const killAfter = async (count: number, child: ReturnType<typeof start>) => {
    const versions: number[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      versions.push(Number(line));
      if (versions.length === count) child.kill('SIGKILL');
    }
    return versions;
  };
  const acknowledged = (await Promise.all([killAfter(40, start()), killAfter(120, start())])).flat();
  const version = await expectGapFree(store, operationId);
  // Each version was stored by one of them; of each, the last commit may not have been told any more.
  expect(new Set(acknowledged).size).toBe(acknowledged.length);
  expect(Math.max(...acknowledged)).toBeLessThanOrEqual(version);
  expect(version - acknowledged.length).toBeLessThanOrEqual(2);
});

const CHAINS = 6;
const LENGTH = 60;
const CRASHES = 3;

it('loses nothing when the server crashes under load, and says that it may be asked again', async () => {
  const { connectionString, store } = await freshStorage();
  const records = createRecords();
  const faults: string[] = [];
  let commits = 0;
  const chain = async (operationId: OperationId): Promise<void> => {
    let known = 0;
    while (known < LENGTH) {
      try {
        const pulse = await store.peek({ operationId });
        // What was acknowledged is there, whatever has happened since.
        expect(pulse?.version).toBeGreaterThanOrEqual(known);
        const ifVersion = pulse?.version ?? 0;
        const steps = [records.step({ key: 'first', attempt: ifVersion + 1 })];
        const events = [records.event({ message: 'a' }), records.event({ message: 'b' })];
        known = (await store.commitTransition({ operationId, ifVersion, steps, events })).version;
        commits += 1;
      } catch (error) {
        if (!isOrchardError(error) || !error.retryable) throw error;
        faults.push(error.code);
      }
    }
  };
  const crash = async (): Promise<void> => {
    const client = new Client({ connectionString });
    client.on('error', () => undefined);
    await client.connect();
    const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
    // One of its processes killed hard: the server throws all others out, and recovers from its log.
    process.kill(Number(rows[0]?.pid), 'SIGKILL');
    await client.end().catch(() => undefined);
  };
  const ids = await Promise.all(Array.from({ length: CHAINS }, () => newOperation(store, records)));
  const chains = Promise.all(ids.map(chain));
  for (let at = 1; at <= CRASHES; at += 1) {
    await expect.poll(() => commits, { interval: 5, timeout: 15_000 }).toBeGreaterThan(at * 60);
    // While it recovers from the crash before, it lets nobody in.
    await expect
      .poll(
        () =>
          crash().then(
            () => true,
            () => false,
          ),
        { interval: 20, timeout: 15_000 },
      )
      .toBe(true);
  }
  await chains;
  for (const id of ids) expect(await expectGapFree(store, id)).toBeGreaterThanOrEqual(LENGTH);
  expect(new Set(faults)).toContain('STORAGE_UNAVAILABLE');
  expect(['STORAGE_UNAVAILABLE', 'VERSION_CONFLICT']).toEqual(expect.arrayContaining([...new Set(faults)]));
});
