import type { CaseScope } from '@orchard-studio/testing';
import { Pool } from 'pg';
import { freshPostgres } from '../../../test-tools/postgres.ts';
import { createPostgresStorage, type PostgresStorage } from '../src/postgres/index.ts';

let address: Promise<string> | undefined;
let schemas = 0;

/** A database on this test process's own server. */
export function testDatabase(): Promise<string> {
  address ??= freshPostgres();
  return address;
}

/** A schema that nobody else uses. */
export function freshSchema(): string {
  schemas += 1;
  return `orchard_${schemas}`;
}

/** A pool of the test's own, as a host has one. */
export async function hostPool(scope: CaseScope, max = 10): Promise<Pool> {
  const pool = new Pool({ connectionString: await testDatabase(), max });
  pool.on('error', () => undefined);
  scope.defer(() => pool.end());
  return pool;
}

/** Empty, migrated tables in a schema of their own. */
export async function freshPostgresStorage(
  scope: CaseScope,
  options: { readonly prepared?: boolean } = {},
): Promise<PostgresStorage> {
  const pool = await hostPool(scope);
  const storage = createPostgresStorage({ schema: freshSchema(), ...options, pool });
  scope.defer(() => storage.close());
  await storage.migrate();
  return storage;
}
