import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { foldEvents, type OperationId, systemClock } from '@orchard-studio/core';
import { createOrchard } from '@orchard-studio/server';
import { createSqliteStorage } from '@orchard-studio/storage-kysely';
import { createRecords } from '@orchard-studio/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFileBlobStore } from '../../src/index.ts';

const run = promisify(execFile);
const program = fileURLToPath(import.meta.resolve('./maintaining-process.ts'));
const DAY_MS = 24 * 60 * 60 * 1_000;
const deleteAfterMs = 300 * DAY_MS;
/** Whether it is killed after reads, too. */
const every = process.env.ORCHARD_PROVE !== undefined;
const ago = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString();

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'orchard-upkeep-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function open(home: string) {
  const storage = createSqliteStorage({ path: join(home, 'orchard.sqlite'), durability: 'normal' });
  const blobs = createFileBlobStore({ directory: join(home, 'blobs') });
  const retention = { deleteAfterMs };
  const orchard = createOrchard({ storage, blobs, executors: {}, trees: [], retention });
  return { storage, orchard };
}

/** An operation whose log makes two segments, and one that is to be deleted. */
async function prepare(home: string): Promise<readonly OperationId[]> {
  const { storage } = open(home);
  const clock = { ...systemClock, now: () => new Date(ago(500)) };
  const blobs = createFileBlobStore({ directory: join(home, 'blobs'), clock });
  await storage.migrate();
  const records = createRecords();
  const add = async (days: number, lines: number) => {
    const made = records.newOperation({ status: 'failed', finishedAt: ago(days) });
    const log = Array.from({ length: lines }, (_, at) => records.event({ message: `line ${at}` }));
    await storage.operations.createOperation({ ...made, events: [...made.events, ...log] });
    return made.operation.id;
  };
  const ids = [await add(30, 1_500), await add(400, 3)];
  // An artifact that nobody uses any more.
  const { hash } = await blobs.put({ bytes: new Uint8Array(1) });
  const user = records.newOperation({
    ...{ status: 'failed', finishedAt: ago(500) },
    inputs: { big: { $artifact: hash, bytes: 1 } },
  });
  await storage.operations.createOperation(user);
  await storage.operations.deleteOperation({ operationId: user.operation.id, endedBefore: ago(1) });
  await storage.close();
  return ids;
}

/** Maintains in a process of its own. @returns how many calls it made; undefined when it was killed */
async function maintainIn(home: string, dieAfter: number): Promise<number | undefined> {
  const paths = { path: join(home, 'orchard.sqlite'), blobs: join(home, 'blobs') };
  const settings = JSON.stringify({ ...paths, dieAfter, every, deleteAfterMs });
  const flags = ['--conditions=@orchard-studio/source', '--disable-warning=ExperimentalWarning'];
  const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') };
  try {
    const { stdout } = await run(process.execPath, [...flags, program, settings], { env });
    return Number(stdout);
  } catch (error) {
    if (error instanceof Error && 'signal' in error && error.signal === 'SIGKILL') return undefined;
    throw error;
  }
}

async function maintainHere(home: string): Promise<void> {
  const { storage, orchard } = open(home);
  await orchard.maintain();
  await storage.close();
}

it('killed after any call and run again, maintenance has lost nothing and done nothing twice', async () => {
  const home = join(folder, 'first');
  mkdirSync(home);
  const [kept, deleted] = await prepare(home);
  if (kept === undefined || deleted === undefined) throw new Error('Two operations are needed.');
  const logOf = async (at: string) => {
    const { storage, orchard } = open(at);
    const run = await storage.operations.loadRun({ operationId: kept });
    if (run === undefined) throw new Error('The operation is gone.');
    const { tenantId } = run.operation;
    const { events } = await orchard.operations.events({
      operationId: kept,
      tenantId,
      after: 0,
      limit: 5_000,
    });
    const archives = await storage.operations.listArchives({ operationId: kept });
    const other = await storage.operations.peek({ operationId: deleted });
    const unused = await storage.operations.listUnusedBlobs({});
    const archivable = await storage.operations.listEndedOperations({
      which: 'archivable',
      endedBefore: ago(7),
    });
    await storage.close();
    return { events, archives, other, left: archivable.length, unused };
  };
  const {
    events: before,
    unused: [artifact],
  } = await logOf(home);
  expect(before).toHaveLength(1_501);
  const kill = async (dieAfter: number): Promise<boolean> => {
    const copy = join(folder, `copy-${dieAfter}`);
    cpSync(home, copy, { recursive: true, preserveTimestamps: true });
    const calls = await maintainIn(copy, dieAfter);
    // Whatever was done until then, readers see the whole log.
    expect((await logOf(copy)).events).toEqual(before);
    if (calls === undefined) await maintainHere(copy);
    const after = await logOf(copy);
    expect(after.events).toEqual(before);
    expect(foldEvents(after.events)).toEqual(foldEvents(before));
    expect(after.archives.map(({ firstSeq, lastSeq }) => [firstSeq, lastSeq])).toEqual([
      [1, 1_000],
      [1_001, 1_500],
    ]);
    expect([after.other, after.left, after.unused.filter((hash) => hash === artifact)]).toEqual([
      undefined,
      0,
      [],
    ]);
    return calls === undefined;
  };
  const probe = join(folder, 'probe');
  cpSync(home, probe, { recursive: true, preserveTimestamps: true });
  const calls = (await maintainIn(probe, 0)) ?? 0;
  expect(calls).toBe(every ? 15 : 7);
  const points = Array.from({ length: calls }, (_, at) => at + 1);
  for (let at = 0; at < points.length; at += 2)
    expect(await Promise.all(points.slice(at, at + 2).map(kill))).not.toContain(false);
}, 120_000);
