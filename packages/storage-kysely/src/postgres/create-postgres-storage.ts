import {
  type Clock,
  type Logger,
  OrchardError,
  type Storage,
  silentLogger,
  systemClock,
} from '@orchard-studio/core';
import { createSqlStores } from '../stores/sql-stores.ts';
import { createPostgresOperationStore } from './ledger/postgres-operation-store.ts';
import { PostgresDatabase } from './postgres-database.ts';
import { PoolSource, type PostgresSource } from './postgres-pool.ts';
import { quoted } from './schema-name.ts';

interface Settings {
  /** The database schema that holds the tables. Default: `orchard`. */
  readonly schema?: string;
  /**
   * Whether the ledger's statements are prepared, once per connection. Default: true. Set it to false behind a pooler
   * that gives every transaction another connection and does not know prepared statements (PgBouncer before 1.21).
   */
  readonly prepared?: boolean;
  /** Told of migrations and of the database's faults. Default: nothing is logged. */
  readonly logger?: Logger;
  /** Dates the ledger of migrations; leases go by the database's own time. Default: the system's clock. */
  readonly clock?: Clock;
}

/** Where the database is: the host's own pool, or an address for a pool of our own (then `pg` must be installed). */
export type PostgresStorageOptions = Settings & PostgresSource;

/** The stores in one schema of a PostgreSQL database. */
export interface PostgresStorage extends Storage {
  /**
   * Brings the tables to this version of the package; done twice, or by many processes at once, it is done once. Until
   * then every call of a store is refused with MIGRATION_REQUIRED.
   *
   * @throws MIGRATION_REQUIRED when a newer version of the package has made the tables.
   * @throws STORAGE_UNAVAILABLE when the database cannot be reached, has another encoding than UTF8, or the user may not
   * make the tables.
   */
  migrate(): Promise<{ readonly applied: readonly string[] }>;
  /** Ends once the calls made before have ended. A pool of the host stays open. May be called twice. */
  close(): Promise<void>;
}

/**
 * All stores in a PostgreSQL database (14 or newer). Nothing is connected before the first call.
 *
 * @throws CONFIG_INVALID when the schema has no usable name, or there is neither a pool nor a connectionString.
 * @example
 * const storage = createPostgresStorage({ connectionString: 'postgres://app@db.example.org/app' });
 * await storage.migrate();
 * const projects = await storage.projects.listProjects({ tenantId });
 * await storage.close();
 */
export function createPostgresStorage(options: PostgresStorageOptions): PostgresStorage {
  const { schema = 'orchard', prepared = true, logger = silentLogger, clock = systemClock } = options;
  quoted(schema);
  requireOne(options);
  const source = new PoolSource(options, logger);
  const database = new PostgresDatabase({ source, schema, prepared, logger, clock });
  return {
    ...createSqlStores(database),
    operations: createPostgresOperationStore(database, schema),
    migrate: () => database.migrate(),
    close: () => database.close(),
  };
}

/** Not everybody calls it from TypeScript. */
function requireOne({ pool, connectionString }: PostgresSource): void {
  if ((pool === undefined) === (connectionString === undefined))
    throw new OrchardError('CONFIG_INVALID', 'Give either `pool` or `connectionString`.');
}
