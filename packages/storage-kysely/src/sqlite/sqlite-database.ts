import type { DatabaseSync } from 'node:sqlite';
import { type Clock, type Logger, OrchardError } from '@orchard-studio/core';
import { Kysely } from 'kysely';
import type { Database } from '../database.ts';
import type { OrchardTables } from '../tables.ts';
import type { LedgerFile } from './ledger/sqlite-operation-store.ts';
import { Statements } from './ledger/statements.ts';
import { WriteQueue } from './ledger/write-queue.ts';
import { applyMigrations, requireMigrated } from './migrate.ts';
import { patiently } from './patience.ts';
import { NodeSqliteDialect } from './sqlite-dialect.ts';
import { mapSqliteError } from './sqlite-errors.ts';
import { Turns } from './turns.ts';

/** One open database file with its life cycle. */
export interface SqliteDatabase extends Database {
  readonly ledger: LedgerFile;
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
  readonly #turns = new Turns();
  readonly #queue: WriteQueue;
  readonly #statements: Statements;
  #migrated = false;

  constructor(options: SqliteDatabaseOptions) {
    const { database } = options;
    this.#options = options;
    this.#kysely = new Kysely({ dialect: new NodeSqliteDialect(database) });
    this.#queue = new WriteQueue(database, this.#turns);
    this.#statements = new Statements(database);
  }

  readonly statement: Database['statement'] = (work) =>
    this.#guarded(() => {
      this.#requireReady();
      return work(this.#kysely);
    });

  readonly write: Database['write'] = (work) =>
    this.#guarded(() => {
      this.#requireReady();
      return this.#turns.take(() => this.#kysely.transaction().execute(work));
    });

  readonly ledger: LedgerFile = {
    read: (work) =>
      this.#guarded(() => {
        this.#requireReady();
        return patiently(() => work(this.#statements));
      }),
    view: (work) =>
      this.#guarded(() => {
        this.#requireReady();
        return patiently(() => this.#inView(() => work(this.#statements)));
      }),
    write: (work) =>
      this.#guarded(() => {
        this.#requireReady();
        return this.#queue.add(() => work(this.#statements));
      }),
  };

  migrate(): Promise<{ readonly applied: readonly string[] }> {
    const { database, clock, logger, path } = this.#options;
    return this.#guarded(async () => {
      this.#requireOpen();
      const applied = await this.#turns.take(() =>
        // Kysely holds the connection for us meanwhile; the scripts have many statements, which only exec() runs.
        this.#kysely.transaction().execute(async () => applyMigrations(database, clock.now())),
      );
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
      this.#turns.take(() =>
        this.#kysely.connection().execute(async () => {
          if (!database.isOpen) return;
          await this.#queue.drain();
          database.close();
        }),
      ),
    );
  }

  #requireOpen(): void {
    if (this.#options.database.isOpen) return;
    throw new OrchardError('STORAGE_UNAVAILABLE', 'The database has been closed.', { retryable: false });
  }

  #requireReady(): void {
    this.#requireOpen();
    if (this.#migrated) return;
    requireMigrated(this.#options.database);
    this.#migrated = true;
  }

  /** A transaction of another store that is open on the connection is such a view already. */
  #inView<T>(work: () => T): T {
    const { database } = this.#options;
    if (database.isTransaction) return work();
    database.exec('BEGIN');
    try {
      return work();
    } finally {
      database.exec('COMMIT');
    }
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
