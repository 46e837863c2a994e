import type { Migration } from '../migration.ts';
import { FIRST_TABLES } from './migrations/0001-first-tables.ts';
import { ARCHIVES } from './migrations/0002-archives.ts';
import { TICKETS } from './migrations/0003-tickets.ts';
import { LEAN_LEDGER } from './migrations/0004-lean-ledger.ts';
import { MODELS } from './migrations/0005-models.ts';
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
  const scripts = [
    { id: '0001-first-tables', sql: FIRST_TABLES },
    { id: '0002-archives', sql: ARCHIVES },
    { id: '0003-tickets', sql: TICKETS },
    { id: '0004-lean-ledger', sql: LEAN_LEDGER },
    { id: '0005-models', sql: MODELS },
  ];
  return scripts.map(({ id, sql }) => ({ id, sql: sql.replaceAll('@.', `${name}.`) }));
}
