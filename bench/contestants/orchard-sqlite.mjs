import { createSqliteStorage } from '@orchard-studio/storage-kysely';
import { orchardRuns } from '../lib/orchard-runs.mjs';

/** The runner on a SQLite file. */
export async function open({ path, durability }) {
  const storage = createSqliteStorage({ path, durability });
  await storage.migrate();
  return orchardRuns(storage);
}
