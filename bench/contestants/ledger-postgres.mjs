import { createPostgresStorage } from '@orchard-studio/storage-kysely/postgres';
import { orchardLedger } from '../lib/orchard-ledger.mjs';

/** The ledger alone on PostgreSQL. */
export async function open({ url }) {
  const storage = createPostgresStorage({ connectionString: url });
  await storage.migrate();
  return orchardLedger(storage);
}
