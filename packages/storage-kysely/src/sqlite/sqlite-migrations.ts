import { FIRST_TABLES } from './migrations/0001-first-tables.ts';

/** One step of the schema's history. */
export interface Migration {
  /** `0001-first-tables`: sorts in order, and is never changed once released. */
  readonly id: string;
  readonly sql: string;
}

/**
 * The SQLite schema as an ordered ledger, for hosts that apply it with their own tooling.
 * `migrate()` applies what is missing and notes it in `orchard_migrations`.
 */
export const sqliteMigrations: readonly Migration[] = [{ id: '0001-first-tables', sql: FIRST_TABLES }];
