/** A process that maintains a ledger and kills itself after a call to the stores. Argument: settings as JSON. */
import { writeSync } from 'node:fs';
import type { BlobStore, OperationStore } from '@orchard-studio/core';
import { createOrchard } from '@orchard-studio/server';
import { createSqliteStorage } from '@orchard-studio/storage-kysely';
import { z } from 'zod';
import { createFileBlobStore } from '../../src/index.ts';

const settings = z
  .object({
    path: z.string(),
    blobs: z.string(),
    dieAfter: z.int(),
    every: z.boolean(),
    deleteAfterMs: z.number(),
  })
  .parse(JSON.parse(process.argv[2] ?? ''));

let calls = 0;
/** Between these nothing changes: a process that is killed after a read might as well be killed after the write before it. */
const WRITES = new Set<PropertyKey>(['put', 'delete', 'archiveEvents', 'deleteOperation', 'forgetBlobs']);

/** The store, of whose calls one is the last thing that this process does. */
function deadly<Store extends OperationStore | BlobStore>(store: Store): Store {
  return new Proxy(store, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return async (...given: readonly unknown[]) => {
        const answer: unknown = await Reflect.apply(member, target, given);
        if (!settings.every && !WRITES.has(name)) return answer;
        calls += 1;
        if (calls === settings.dieAfter) {
          process.kill(process.pid, 'SIGKILL');
          await new Promise(() => {});
        }
        return answer;
      };
    },
  });
}

const storage = createSqliteStorage({ path: settings.path });
const orchard = createOrchard({
  storage: { ...storage, operations: deadly(storage.operations) },
  blobs: deadly(createFileBlobStore({ directory: settings.blobs })),
  executors: {},
  trees: [],
  retention: { deleteAfterMs: settings.deleteAfterMs },
});
await orchard.maintain();
await storage.close();
writeSync(1, `${calls}\n`);
