import type { Migration } from '../migration.ts';
import { FIRST_TABLES } from './migrations/0001-first-tables.ts';
import { quoted } from './schema-name.ts';

/**
 * The PostgreSQL schema as an ordered ledger, for hosts that apply it with their own tooling. The database schema itself
 * and the table `migrations` (`id text PRIMARY KEY, applied_at text NOT NULL`), with a row for each script that was
 * applied, are theirs to make then; `migrate()` does all of it.
 *
 * @param schema the database schema. Default: `orchard`.
 * @throws CONFIG_INVALID when it is no name for one.
 */
export function postgresMigrations(schema = 'orchard'): readonly Migration[] {
  const name = quoted(schema);
  return [{ id: '0001-first-tables', sql: FIRST_TABLES.replaceAll('@.', `${name}.`) }];
}
