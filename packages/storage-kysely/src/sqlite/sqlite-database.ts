import type { DatabaseSync } from 'node:sqlite';
import { type Clock, type Logger, OrchardError } from '@orchard-studio/core';
import { Kysely } from 'kysely';
import type { Database } from '../database.ts';
import type { OrchardTables } from '../tables.ts';
import { applyMigrations, requireMigrated } from './migrate.ts';
import { NodeSqliteDialect } from './sqlite-dialect.ts';
import { mapSqliteError } from './sqlite-errors.ts';

/** One open database file with its life cycle. */
export interface SqliteDatabase extends Database {
  migrate(): Promise<{ readonly applied: readonly string[] }>;
  close(): Promise<void>;
}

export interface SqliteDatabaseOptions {
  readonly database: DatabaseSync;
  readonly path: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

class NodeSqliteDatabase implements SqliteDatabase {
  readonly #options: SqliteDatabaseOptions;
  readonly #kysely: Kysely<OrchardTables>;
  #migrated = false;

  constructor(options: SqliteDatabaseOptions) {
    this.#options = options;
    this.#kysely = new Kysely({ dialect: new NodeSqliteDialect(options.database) });
  }

  readonly statement: Database['statement'] = (work) => this.#guarded(() => work(this.#ready()));

  readonly view: Database['view'] = (work) =>
    this.#guarded(() => this.#ready().transaction().setAccessMode('read only').execute(work));

  readonly write: Database['write'] = (work) =>
    this.#guarded(() => this.#ready().transaction().execute(work));

  migrate(): Promise<{ readonly applied: readonly string[] }> {
    const { database, clock, logger, path } = this.#options;
    return this.#guarded(async () => {
      const transaction = this.#open().transaction();
      // Kysely holds the connection for us meanwhile; the scripts have many statements, which only exec() runs.
      const applied = await transaction.execute(async () => applyMigrations(database, clock.now()));
      this.#migrated = true;
      if (applied.length > 0) logger.info({ path, applied }, 'Database migrated.');
      return { applied };
    });
  }

  async close(): Promise<void> {
    const { database } = this.#options;
    if (!database.isOpen) return;
    // Waits its turn, so that calls made before have ended.
    await this.#guarded(() =>
      this.#kysely.connection().execute(async () => {
        if (database.isOpen) database.close();
      }),
    );
  }

  #open(): Kysely<OrchardTables> {
    if (this.#options.database.isOpen) return this.#kysely;
    throw new OrchardError('STORAGE_UNAVAILABLE', 'The database has been closed.', { retryable: false });
  }

  #ready(): Kysely<OrchardTables> {
    const kysely = this.#open();
    if (!this.#migrated) {
      requireMigrated(this.#options.database);
      this.#migrated = true;
    }
    return kysely;
  }

  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const mapped = mapSqliteError(error, this.#options.path);
      if (mapped !== error) this.#options.logger.error({ err: error, code: mapped.code }, mapped.message);
      throw mapped;
    }
  }
}

export function createSqliteDatabase(options: SqliteDatabaseOptions): SqliteDatabase {
  return new NodeSqliteDatabase(options);
}
