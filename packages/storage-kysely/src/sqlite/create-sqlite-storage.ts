import { type Clock, type Logger, type Storage, silentLogger, systemClock } from '@orchard-studio/core';
import { createSqlStores } from '../stores/sql-stores.ts';
import { createSqliteOperationStore } from './ledger/sqlite-operation-store.ts';
import { type Durability, openDatabase } from './open-database.ts';
import { createSqliteDatabase } from './sqlite-database.ts';

export interface SqliteStorageOptions {
  /** The database file. Made when absent; its folder must exist. */
  readonly path: string;
  /** Default: `full`. */
  readonly durability?: Durability;
  /** Told of migrations and of the database's faults. Default: nothing is logged. */
  readonly logger?: Logger;
  /** Measures leases, and dates the ledger of migrations. Default: the system's clock. */
  readonly clock?: Clock;
}

/** The stores on one SQLite file. */
export interface SqliteStorage extends Storage {
  /**
   * Brings the tables to this version of the package; done twice it does nothing. Until then every call of a store is
   * refused with MIGRATION_REQUIRED.
   *
   * @throws MIGRATION_REQUIRED when a newer version of the package has made the database.
   */
  migrate(): Promise<{ readonly applied: readonly string[] }>;
  /** Closes the file once the calls made before have ended. May be called twice. */
  close(): Promise<void>;
}

/**
 * Opens all stores on one SQLite file, in WAL mode, on Node's own SQLite. Several processes may use the file.
 * A damaged file is refused and left as it is.
 *
 * @throws STORAGE_UNAVAILABLE when the file cannot be opened, read or written.
 * @throws STORAGE_CORRUPT when the file is not a readable SQLite database.
 * @example
 * const storage = createSqliteStorage({ path: 'orchard.db' });
 * await storage.migrate();
 * const projects = await storage.projects.listProjects({ tenantId });
 * await storage.close();
 */
export function createSqliteStorage(options: SqliteStorageOptions): SqliteStorage {
  const { path, durability = 'full', logger = silentLogger, clock = systemClock } = options;
  const opened = openDatabase({ path, durability });
  const database = createSqliteDatabase({ database: opened, path, clock, logger });
  return {
    ...createSqlStores(database),
    operations: createSqliteOperationStore(database.ledger, clock),
    migrate: () => database.migrate(),
    close: () => database.close(),
  };
}
