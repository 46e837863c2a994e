import { type ErrorCode, isOrchardError, OrchardError, toOrchardError } from '@orchard-studio/core';

/** Another connection holds the lock. */
export const SQLITE_BUSY = 5;

/**
 * What SQLite's primary result codes mean to a caller.
 *
 * @source https://www.sqlite.org/rescode.html
 */
const MEANINGS: ReadonlyMap<number, { readonly code: ErrorCode; readonly message: string }> = new Map([
  [3, { code: 'STORAGE_UNAVAILABLE', message: 'may not be used; check the permissions of the file' }],
  [
    5,
    { code: 'STORAGE_UNAVAILABLE', message: 'is locked by another program; try again when it has finished' },
  ],
  [6, { code: 'STORAGE_UNAVAILABLE', message: 'is locked by another connection; try again' }],
  [8, { code: 'STORAGE_UNAVAILABLE', message: 'is read-only; make the file and its folder writable' }],
  [10, { code: 'STORAGE_UNAVAILABLE', message: 'cannot be read or written; check the disk' }],
  [11, { code: 'STORAGE_CORRUPT', message: 'is damaged; keep the file and restore a backup' }],
  [13, { code: 'STORAGE_UNAVAILABLE', message: 'cannot grow: the disk is full; free some space' }],
  [14, { code: 'STORAGE_UNAVAILABLE', message: 'cannot be opened; its folder must exist and be writable' }],
  [23, { code: 'STORAGE_UNAVAILABLE', message: 'may not be used; check the permissions of the file' }],
  [
    26,
    {
      code: 'STORAGE_CORRUPT',
      message: 'is not an SQLite database; keep the file, or move it away to start empty',
    },
  ],
]);

/** The primary result code of an error of node:sqlite: the low byte of the extended one. */
export function sqliteCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

/** True for "no such table" and its like, which have no result code of their own. */
export function isMissingTable(error: unknown): boolean {
  return error instanceof Error && sqliteCode(error) === 1 && error.message.startsWith('no such table');
}

/** The OrchardError that says what an error of node:sqlite means for this database. */
export function mapSqliteError(error: unknown, path: string): OrchardError {
  if (isOrchardError(error)) return error;
  const meaning = MEANINGS.get(sqliteCode(error) ?? -1);
  if (meaning === undefined) return toOrchardError(error);
  return new OrchardError(meaning.code, `The database ${path} ${meaning.message}.`, {
    cause: error,
    details: { path },
  });
}
