import type { DatabaseSync } from 'node:sqlite';
import { OrchardError } from '@orchard-studio/core';
import { isMissingTable } from './sqlite-errors.ts';
import { sqliteMigrations } from './sqlite-migrations.ts';

const LEDGER = `CREATE TABLE IF NOT EXISTS orchard_migrations (
  id TEXT PRIMARY KEY NOT NULL,
  applied_at TEXT NOT NULL
) STRICT`;

function refuse(message: string): OrchardError {
  return new OrchardError('MIGRATION_REQUIRED', message);
}

/** Ids of the migrations this database has had. */
function readLedger(database: DatabaseSync): ReadonlySet<string> {
  const rows = database.prepare('SELECT id FROM orchard_migrations').all();
  return new Set(rows.map(({ id }) => String(id)));
}

function requireKnown(applied: ReadonlySet<string>): void {
  const known = new Set(sqliteMigrations.map(({ id }) => id));
  const unknown = [...applied].filter((id) => !known.has(id));
  if (unknown.length === 0) return;
  throw refuse(
    `The database was made by a newer version of this package (${unknown.join(', ')}); update it.`,
  );
}

/** Applies what is missing. Call it within a transaction. */
export function applyMigrations(database: DatabaseSync, now: Date): readonly string[] {
  database.exec(LEDGER);
  const applied = readLedger(database);
  requireKnown(applied);
  const missing = sqliteMigrations.filter(({ id }) => !applied.has(id));
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
    if (isMissingTable(error)) throw refuse('The database has no tables yet; call migrate() once.');
    throw error;
  }
  requireKnown(applied);
  const missing = sqliteMigrations.filter(({ id }) => !applied.has(id));
  if (missing.length > 0) throw refuse('The database is of an older version; call migrate() once.');
}
