import { accessSync, constants, existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { OrchardError } from '@orchard-studio/core';
import { mapSqliteError, sqliteCode } from './sqlite-errors.ts';

/** How long opening waits for another process that is opening the file too. */
const OPEN_TIMEOUT_MS = 5_000;

/** `full`: a commit survives a power cut. `normal`: it survives a killed process, and is faster. */
export type Durability = 'normal' | 'full';

const SYNCHRONOUS: Readonly<Record<Durability, string>> = { normal: 'NORMAL', full: 'FULL' };

/** SQLite opens a file it may not write read-only without a word, and fails at the first write. */
function requireWritable(path: string): void {
  if (!existsSync(path)) return;
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
  } catch (cause) {
    throw new OrchardError('STORAGE_UNAVAILABLE', `The database ${path} may not be read and written.`, {
      cause,
      details: { path },
    });
  }
}

function configure(database: DatabaseSync, durability: Durability): void {
  // Reads the header and the schema. It comes before anything that writes: a damaged file must stay as it is.
  database.prepare('SELECT count(*) FROM sqlite_schema').get();
  database.exec('PRAGMA journal_mode = WAL');
  database.exec(`PRAGMA synchronous = ${SYNCHRONOUS[durability]}`);
  // From here on waiting is done without blocking the process.
  database.exec('PRAGMA busy_timeout = 0');
}

/**
 * Opens (or creates) a database file for reading and writing.
 *
 * @throws STORAGE_UNAVAILABLE, STORAGE_CORRUPT
 */
export function openDatabase(options: {
  readonly path: string;
  readonly durability: Durability;
}): DatabaseSync {
  // An absolute path is never taken for a URI.
  const path = options.path === ':memory:' ? options.path : resolve(options.path);
  let database: DatabaseSync | undefined;
  try {
    requireWritable(path);
    database = new DatabaseSync(path, { timeout: OPEN_TIMEOUT_MS, enableForeignKeyConstraints: true });
    configure(database, options.durability);
    return database;
  } catch (cause) {
    database?.close();
    if (sqliteCode(cause) !== undefined) throw mapSqliteError(cause, path);
    if (cause instanceof OrchardError) throw cause;
    throw new OrchardError('STORAGE_UNAVAILABLE', `The database ${path} cannot be opened.`, { cause });
  }
}
