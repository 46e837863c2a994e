import type { DatabaseSync } from 'node:sqlite';
import { migrationRequired, missingMigrations, NO_TABLES, requireCurrent } from '../migration.ts';
import { isMissingTable } from './sqlite-errors.ts';
import { sqliteMigrations } from './sqlite-migrations.ts';

const LEDGER = `CREATE TABLE IF NOT EXISTS orchard_migrations (
  id TEXT PRIMARY KEY NOT NULL,
  applied_at TEXT NOT NULL
) STRICT`;

/** Ids of the migrations this database has had. */
function readLedger(database: DatabaseSync): ReadonlySet<string> {
  const rows = database.prepare('SELECT id FROM orchard_migrations').all();
  return new Set(rows.map(({ id }) => String(id)));
}

/** Applies what is missing. Call it within a transaction. */
export function applyMigrations(database: DatabaseSync, now: Date): readonly string[] {
  database.exec(LEDGER);
  const missing = missingMigrations(sqliteMigrations, readLedger(database));
  const note = database.prepare('INSERT INTO orchard_migrations (id, applied_at) VALUES (?, ?)');
  for (const { id, sql } of missing) {
    database.exec(sql);
    note.run(id, now.toISOString());
  }
  return missing.map(({ id }) => id);
}

/**
 * Checks that the tables are there and of this version.
 *
 * @throws MIGRATION_REQUIRED when they are not.
 */
export function requireMigrated(database: DatabaseSync): void {
  let applied: ReadonlySet<string>;
  try {
    applied = readLedger(database);
  } catch (error) {
    if (isMissingTable(error)) throw migrationRequired(NO_TABLES);
    throw error;
  }
  requireCurrent(sqliteMigrations, applied);
}
