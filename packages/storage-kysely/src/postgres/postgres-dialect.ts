import {
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryCompiler,
  type QueryResult,
} from 'kysely';
import { rowsOf } from '../rows-of.ts';
import { isSilence } from './postgres-errors.ts';
import type { PoolSource, PostgresClient, PostgresQuery, PostgresResult } from './postgres-pool.ts';
import { storable } from './storable.ts';

class PostgresConnection implements DatabaseConnection {
  readonly client: PostgresClient;
  /** Set once the connection is not to be used any more. */
  broken = false;

  constructor(client: PostgresClient) {
    this.client = client;
  }

  async query(query: PostgresQuery): Promise<PostgresResult> {
    try {
      return await this.client.query(query);
    } catch (error) {
      this.broken ||= isSilence(error);
      throw error;
    }
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, rowCount } = await this.query({ text: sql, values: parameters.map(storable) });
    return { rows: [...rowsOf<R>(rows)], numAffectedRows: BigInt(rowCount ?? 0) };
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query);
  }
}

class PostgresDriver implements Driver {
  readonly #pool: PoolSource;

  constructor(pool: PoolSource) {
    this.#pool = pool;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<PostgresConnection> {
    return new PostgresConnection(await (await this.#pool.get()).connect());
  }

  async beginTransaction(connection: PostgresConnection): Promise<void> {
    // What a transaction has read stays true until its end, or it is done again.
    await connection.query({ text: 'BEGIN ISOLATION LEVEL SERIALIZABLE' });
  }

  async commitTransaction(connection: PostgresConnection): Promise<void> {
    await connection.query({ text: 'COMMIT' });
  }

  async rollbackTransaction(connection: PostgresConnection): Promise<void> {
    // Thrown away, a connection undoes what it was about.
    if (connection.broken) return;
    try {
      await connection.query({ text: 'ROLLBACK' });
    } catch {
      // The reason of the rollback is what the caller must hear.
      connection.broken = true;
    }
  }

  async releaseConnection(connection: PostgresConnection): Promise<void> {
    connection.client.release(connection.broken);
  }

  async destroy(): Promise<void> {}
}

/** Kysely on a pool. Whoever made the pool ends it. */
export class PostgresPoolDialect implements Dialect {
  readonly #pool: PoolSource;

  constructor(pool: PoolSource) {
    this.#pool = pool;
  }

  createDriver(): Driver {
    return new PostgresDriver(this.#pool);
  }

  createQueryCompiler(): QueryCompiler {
    return new PostgresQueryCompiler();
  }

  createAdapter(): DialectAdapter {
    return new PostgresAdapter();
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new PostgresIntrospector(db);
  }
}
