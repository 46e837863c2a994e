import { OrchardError } from '@orchard-studio/core';

/** One step of the schema's history. */
export interface Migration {
  /** `0001-first-tables`: sorts in order, and is never changed once released. */
  readonly id: string;
  readonly sql: string;
}

export const migrationRequired = (message: string): OrchardError =>
  new OrchardError('MIGRATION_REQUIRED', message);

/**
 * The migrations a database has not had.
 *
 * @throws MIGRATION_REQUIRED when it has had some that this version of the package does not know.
 */
export function missingMigrations(
  migrations: readonly Migration[],
  applied: ReadonlySet<string>,
): readonly Migration[] {
  const known = new Set(migrations.map(({ id }) => id));
  const unknown = [...applied].filter((id) => !known.has(id));
  if (unknown.length === 0) return migrations.filter(({ id }) => !applied.has(id));
  throw migrationRequired(
    `The database was made by a newer version of this package (${unknown.join(', ')}); update it.`,
  );
}

/** @throws MIGRATION_REQUIRED unless the database has had all migrations, and no others. */
export function requireCurrent(migrations: readonly Migration[], applied: ReadonlySet<string>): void {
  if (missingMigrations(migrations, applied).length > 0)
    throw migrationRequired('The database is of an older version; call migrate() once.');
}

export const NO_TABLES = 'The database has no tables yet; call migrate() once.';
