import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseScope } from '@orchard-studio/testing';
import { createSqliteStorage, type SqliteStorage, type SqliteStorageOptions } from '../src/index.ts';

/** A folder that goes with the test. */
export function freshFolder({ defer }: CaseScope): string {
  const folder = mkdtempSync(join(tmpdir(), 'orchard-sqlite-'));
  defer(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An empty, migrated database file that goes with the test. */
export async function freshStorage(
  scope: CaseScope,
  options: Partial<SqliteStorageOptions> = {},
): Promise<SqliteStorage> {
  const storage = createSqliteStorage({ path: join(freshFolder(scope), 'orchard.db'), ...options });
  scope.defer(() => storage.close());
  await storage.migrate();
  return storage;
}
