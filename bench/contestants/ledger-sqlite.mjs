import { createSqliteStorage } from '@orchard-studio/storage-kysely';
import { orchardLedger } from '../lib/orchard-ledger.mjs';

/** The ledger alone on a SQLite file. */
export async function open({ path, durability }) {
  const storage = createSqliteStorage({ path, durability });
  await storage.migrate();
  return orchardLedger(storage);
}
