import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import { patiently } from './patience.ts';

/** Statements kept prepared. The stores use fewer; inserts of odd sizes make up the rest. */
const CACHED_STATEMENTS = 256;

interface Prepared {
  readonly statement: StatementSync;
  /** Whether it gives rows. */
  readonly reads: boolean;
}

function toInput(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') {
    return value;
  }
  throw new TypeError(`A ${typeof value} cannot be stored in SQLite.`);
}

/** Kysely names the type of the rows a query gives; the query builder has derived it from the tables. */
function areRows<R>(rows: readonly unknown[]): rows is R[] {
  return Array.isArray(rows);
}

/** The one connection of a database file. node:sqlite is synchronous; only waiting for a lock takes turns. */
export class SqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, Prepared>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  /** Runs a statement without parameters and rows. */
  async run(sql: string): Promise<void> {
    const { statement } = this.#prepare(sql);
    await patiently(() => statement.run());
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { statement, reads } = this.#prepare(sql);
    const inputs = parameters.map(toInput);
    if (reads) {
      const rows = await patiently(() => statement.all(...inputs));
      return { rows: areRows<R>(rows) ? rows : [] };
    }
    const { changes, lastInsertRowid } = await patiently(() => statement.run(...inputs));
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query);
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known !== undefined) {
      // Moved to the end: the least recently used one is the first.
      this.#prepared.delete(sql);
      this.#prepared.set(sql, known);
      return known;
    }
    const statement = this.#database.prepare(sql);
    const prepared = { statement, reads: statement.columns().length > 0 };
    this.#prepared.set(sql, prepared);
    const [oldest] = this.#prepared.keys();
    if (this.#prepared.size > CACHED_STATEMENTS && oldest !== undefined) this.#prepared.delete(oldest);
    return prepared;
  }
}
