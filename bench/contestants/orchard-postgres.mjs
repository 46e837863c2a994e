import { createPostgresStorage } from '@orchard-studio/storage-kysely/postgres';
import { orchardRuns } from '../lib/orchard-runs.mjs';

/** The runner on PostgreSQL, with its own pool. */
export async function open({ url }) {
  const storage = createPostgresStorage({ connectionString: url });
  await storage.migrate();
  return orchardRuns(storage);
}
