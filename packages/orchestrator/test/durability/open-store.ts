import type { Clock, OperationStore } from '@orchard-studio/core';
import { createSqliteStorage } from '@orchard-studio/storage-kysely';
import { createPostgresStorage } from '@orchard-studio/storage-kysely/postgres';
import type { StoreAddress } from './settings.ts';

export interface OpenStore {
  readonly operations: OperationStore;
  migrate(): Promise<unknown>;
  close(): Promise<void>;
}

/** Opens a real store. A wrong clock goes to PostgreSQL's adapter, too; in SQLite the clock is the store's own time. */
export function openStore(address: StoreAddress, clock: Clock): OpenStore {
  if (address.kind === 'sqlite') return createSqliteStorage({ path: address.path, durability: 'normal' });
  return createPostgresStorage({ connectionString: address.connectionString, clock });
}
