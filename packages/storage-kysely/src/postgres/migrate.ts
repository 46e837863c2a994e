import { type Clock, OrchardError } from '@orchard-studio/core';
import { migrationRequired, missingMigrations, NO_TABLES, requireCurrent } from '../migration.ts';
import { rowsOf } from '../rows-of.ts';
import { isMissingTable } from './postgres-errors.ts';
import { postgresMigrations } from './postgres-migrations.ts';
import type { PostgresClient, PostgresPool } from './postgres-pool.ts';
import { quoted } from './schema-name.ts';

interface Target {
  readonly pool: PostgresPool;
  readonly schema: string;
}

async function readLedger(db: Pick<PostgresClient, 'query'>, schema: string): Promise<ReadonlySet<string>> {
  const { rows } = await db.query({ text: `SELECT id FROM ${quoted(schema)}.migrations` });
  return new Set(rowsOf<{ readonly id: string }>(rows).map(({ id }) => id));
}

async function requireUtf8(client: PostgresClient): Promise<void> {
  const { rows } = await client.query({ text: 'SHOW server_encoding' });
  const [row] = rowsOf<{ readonly server_encoding: string }>(rows);
  if (row?.server_encoding === 'UTF8') return;
  throw new OrchardError(
    'STORAGE_UNAVAILABLE',
    `The database has the encoding ${row?.server_encoding}; make one with the encoding UTF8.`,
    { retryable: false },
  );
}

/** Somebody who may use a schema need not be allowed to make one. */
async function ensureSchema(client: PostgresClient, schema: string): Promise<void> {
  const { rows } = await client.query({
    text: 'SELECT 1 AS one FROM pg_namespace WHERE nspname = $1',
    values: [schema],
  });
  if (rows.length === 0) await client.query({ text: `CREATE SCHEMA ${quoted(schema)}` });
}

/** Others may be at it, and large tables take their time. */
const PATIENCE = { query_timeout: 3_600_000 } as const;

async function apply(client: PostgresClient, schema: string, now: Date): Promise<readonly string[]> {
  const ledger = `${quoted(schema)}.migrations`;
  // One process at a time; the lock ends with the transaction.
  await client.query({
    text: `SELECT pg_advisory_xact_lock(hashtextextended('orchard migrations of ' || $1, 0))`,
    values: [schema],
    ...PATIENCE,
  });
  await ensureSchema(client, schema);
  await client.query({
    text: `CREATE TABLE IF NOT EXISTS ${ledger} (id text PRIMARY KEY, applied_at text NOT NULL)`,
  });
  const missing = missingMigrations(postgresMigrations(schema), await readLedger(client, schema));
  for (const { id, sql } of missing) {
    await client.query({ text: sql, ...PATIENCE });
    await client.query({ text: `INSERT INTO ${ledger} VALUES ($1, $2)`, values: [id, now.toISOString()] });
  }
  return missing.map(({ id }) => id);
}

/** Applies what is missing, in one transaction. Safe to be done by many processes at once. */
export async function applyMigrations({ pool, schema }: Target, clock: Clock): Promise<readonly string[]> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await requireUtf8(client);
    await client.query({ text: 'BEGIN' });
    const applied = await apply(client, schema, clock.now());
    await client.query({ text: 'COMMIT' });
    return applied;
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // Throwing the connection away undoes what it was about.
    client.release(failure);
  }
}

/** @throws MIGRATION_REQUIRED when the tables are not there, or of another version. */
export async function requireMigrated({ pool, schema }: Target): Promise<void> {
  try {
    requireCurrent(postgresMigrations(schema), await readLedger(pool, schema));
  } catch (error) {
    throw isMissingTable(error) ? migrationRequired(NO_TABLES) : error;
  }
}
