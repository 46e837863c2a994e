import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';

const BUSY = 5;
const PAUSE_MS = 100;

function tryLock(file: string): DatabaseSync | undefined {
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE;');
    return database;
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === BUSY) return undefined;
    throw error;
  }
}

/**
 * Has a folder to itself while it works. The lock is SQLite's own on an empty file: the operating system frees it when
 * the process ends, however it ends.
 */
export async function withFolder<T>(
  folder: string,
  { signal, onWait }: { readonly signal: AbortSignal; readonly onWait: () => void },
  work: () => Promise<T>,
): Promise<T> {
  const file = join(folder, '.lock');
  let held = tryLock(file);
  if (held === undefined) onWait();
  while (held === undefined) {
    await pause(PAUSE_MS, undefined, { signal });
    held = tryLock(file);
  }
  try {
    return await work();
  } finally {
    held.close();
  }
}
