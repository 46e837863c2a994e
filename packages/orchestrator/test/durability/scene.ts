import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@orchard-studio/core';
import { type OpenStore, openStore } from './open-store.ts';
import {
  type StoreAddress,
  type WorkerInput,
  type WorkerSettings,
  workerSettingsSchema,
} from './settings.ts';
import { spawnWorker, type WorkerProcess } from './spawn-worker.ts';

/** A migrated store that worker processes can open, and a place for their records. */
export interface Scene {
  readonly storage: OpenStore;
  /** The settings of a worker on this store. A record that is not there is begun. */
  settings(input: Omit<WorkerInput, 'store'>): WorkerSettings;
  start(settings: WorkerSettings): WorkerProcess;
  close(): Promise<void>;
}

/** Opens a scene on a PostgreSQL database for as long as it is used. */
export async function onPostgres<T>(connectionString: string, use: (scene: Scene) => Promise<T>): Promise<T> {
  const scene = await openScene(() => ({ kind: 'postgres', connectionString }));
  try {
    return await use(scene);
  } finally {
    await scene.close();
  }
}

export async function openScene(
  addressIn: (folder: string) => StoreAddress | Promise<StoreAddress>,
): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'orchard-durability-'));
  const store = await addressIn(folder);
  const storage = openStore(store, systemClock);
  await storage.migrate();
  return {
    storage,
    settings: ({ record: name, ...input }) => {
      const record = join(folder, `${name}.jsonl`);
      writeFileSync(record, '', { flag: 'a' });
      return workerSettingsSchema.parse({ ...input, store, record });
    },
    start: spawnWorker,
    close: async () => {
      await storage.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
