import type { Migration } from '../migration.ts';
import { FIRST_TABLES } from './migrations/0001-first-tables.ts';
import { TREES } from './migrations/0002-trees.ts';
import { ARCHIVES } from './migrations/0003-archives.ts';
import { TICKETS } from './migrations/0004-tickets.ts';
import { MODELS } from './migrations/0005-models.ts';

/**
 * The SQLite schema as an ordered ledger, for hosts that apply it with their own tooling.
 * `migrate()` applies what is missing and notes it in `orchard_migrations`.
 */
export const sqliteMigrations: readonly Migration[] = [
  { id: '0001-first-tables', sql: FIRST_TABLES },
  { id: '0002-trees', sql: TREES },
  { id: '0003-archives', sql: ARCHIVES },
  { id: '0004-tickets', sql: TICKETS },
  { id: '0005-models', sql: MODELS },
];
