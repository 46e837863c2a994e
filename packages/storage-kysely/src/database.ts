import type { Kysely, Transaction } from 'kysely';
import type { OrchardTables } from './tables.ts';

/** Runs statements on the tables. */
export type Executor = Kysely<OrchardTables>;

/** How the stores reach a database; each dialect makes one. Errors come out as OrchardErrors. */
export interface Database {
  /** Runs a single statement, reading or writing. */
  statement<T>(work: (db: Executor) => Promise<T>): Promise<T>;
  /** Runs reads and writes as one transaction that no other writer interleaves with. All or nothing. */
  write<T>(work: (db: Transaction<OrchardTables>) => Promise<T>): Promise<T>;
}
