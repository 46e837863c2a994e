import { createHash } from 'node:crypto';
import { type Clock, type Logger, OrchardError } from '@orchard-studio/core';
import { Kysely } from 'kysely';
import type { Database } from '../database.ts';
import { rowsOf } from '../rows-of.ts';
import type { OrchardTables } from '../tables.ts';
import { again } from './again.ts';
import { applyMigrations, requireMigrated } from './migrate.ts';
import { PostgresPoolDialect } from './postgres-dialect.ts';
import { isClash, isRace, mapPostgresError } from './postgres-errors.ts';
import type { PoolSource, PostgresClient, PostgresPool } from './postgres-pool.ts';
import { SchemaPlugin } from './schema-plugin.ts';
import { storable } from './storable.ts';

export interface PostgresDatabaseOptions {
  readonly source: PoolSource;
  readonly schema: string;
  readonly prepared: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** One database with its life cycle. Errors come out as OrchardErrors. */
export class PostgresDatabase implements Database {
  readonly #options: PostgresDatabaseOptions;
  readonly #kysely: Kysely<OrchardTables>;
  readonly #names = new Map<string, string>();
  /** Rows of operations and steps that this process has made. */
  #made = 0;
  #ready: Promise<void> | undefined;
  #isReady = false;
  #closed = false;
  readonly #pending = new Set<Promise<unknown>>();

  constructor(options: PostgresDatabaseOptions) {
    this.#options = options;
    this.#kysely = new Kysely({
      dialect: new PostgresPoolDialect(options.source),
      plugins: [new SchemaPlugin(options.schema)],
    });
  }

  readonly statement: Database['statement'] = (work) =>
    this.#guarded(() => again(isClash, () => work(this.#kysely)));

  readonly write: Database['write'] = (work) =>
    this.#guarded(() => again(isRace, () => this.#kysely.transaction().execute(work)));

  /** Runs one of the ledger's statements, which is a transaction of its own. */
  query<R>(text: string, values: readonly unknown[]): Promise<readonly R[]> {
    return this.#guarded(() =>
      again(isClash, async () => {
        const pool = await this.#options.source.get();
        const name = this.#options.prepared ? { name: this.#nameOf(text) } : {};
        const { rows } = await pool.query({ text, values: values.map(storable), ...name });
        return rowsOf<R>(rows);
      }),
    );
  }

  /** Several statements of the ledger as one transaction. */
  transaction<T>(work: (client: PostgresClient) => Promise<T>): Promise<T> {
    return this.#guarded(() => again(isClash, () => this.#transact(work)));
  }

  /** Tells that tables have grown by so many rows. */
  grew(rows: number): void {
    this.#made += rows;
  }

  migrate(): Promise<{ readonly applied: readonly string[] }> {
    const { schema, clock, logger } = this.#options;
    return this.#tracked(async () => {
      const applied = await again(isRace, async () =>
        applyMigrations({ pool: await this.#pool(), schema }, clock),
      );
      this.#isReady = true;
      if (applied.length > 0) logger.info({ schema, applied }, 'Database migrated.');
      return { applied };
    });
  }

  /** Ends once the calls made before have ended. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#pending);
    await this.#options.source.end();
  }

  async #pool(): Promise<PostgresPool> {
    return this.#options.source.get();
  }

  async #transact<T>(work: (client: PostgresClient) => Promise<T>): Promise<T> {
    const client = await (await this.#pool()).connect();
    let failed = true;
    try {
      await client.query({ text: 'BEGIN' });
      const result = await work(client);
      await client.query({ text: 'COMMIT' });
      failed = false;
      return result;
    } finally {
      // Throwing the connection away undoes what it was about.
      client.release(failed);
    }
  }

  /**
   * PostgreSQL keeps the plan of a prepared statement, made for the tables as they were. When they have grown a lot,
   * it is prepared anew.
   */
  #nameOf(text: string): string {
    let hash = this.#names.get(text);
    if (hash === undefined) {
      hash = createHash('sha256').update(text).digest('hex').slice(0, 24);
      this.#names.set(text, hash);
    }
    return `orchard_${hash}_${Math.floor(Math.log2(1 + this.#made) / 2)}`;
  }

  #guarded<T>(work: () => Promise<T>): Promise<T> {
    return this.#tracked(async () => {
      if (!this.#isReady) await this.#requireReady();
      return work();
    });
  }

  async #requireReady(): Promise<void> {
    const { schema } = this.#options;
    this.#ready ??= this.#pool().then((pool) => requireMigrated({ pool, schema }));
    try {
      await this.#ready;
      this.#isReady = true;
    } catch (error) {
      this.#ready = undefined;
      throw error;
    }
  }

  async #tracked<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed)
      throw new OrchardError('STORAGE_UNAVAILABLE', 'The database has been closed.', { retryable: false });
    const running = work();
    this.#pending.add(running);
    try {
      return await running;
    } catch (error) {
      const mapped = mapPostgresError(error);
      if (mapped !== error) this.#options.logger.error({ err: error, code: mapped.code }, mapped.message);
      throw mapped;
    } finally {
      this.#pending.delete(running);
    }
  }
}
