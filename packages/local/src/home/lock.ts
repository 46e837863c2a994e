import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { OrchardError } from '@orchard-studio/core';

const BUSY = 5;

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === BUSY;
}

/**
 * Takes a folder for this process. The lock is SQLite's own lock on an empty file: the operating system frees it when
 * the process ends, however it ends, so a killed process never leaves a folder locked.
 *
 * @returns a function that gives the folder free.
 * @throws HOME_LOCKED, HOME_UNUSABLE
 */
export function lockHome(directory: string): () => void {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(join(directory, '.lock'));
    database.exec(
      'PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE;',
    );
  } catch (error) {
    database?.close();
    if (isBusy(error)) {
      throw new OrchardError(
        'HOME_LOCKED',
        `Another Orchard process uses ${directory}. Stop it, or choose another folder with ORCHARD_HOME.`,
      );
    }
    throw new OrchardError('HOME_UNUSABLE', `The data folder ${directory} cannot be written.`, {
      cause: error,
    });
  }
  const held = database;
  return () => held.close();
}
