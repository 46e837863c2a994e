import { setTimeout as sleep } from 'node:timers/promises';
import { SQLITE_BUSY, sqliteCode } from './sqlite-errors.ts';

/** How long a writer waits for another connection. */
const PATIENCE_MS = 5_000;
const LONGEST_PAUSE_MS = 20;

/**
 * Does it, again and again while another connection holds the lock. SQLite's own busy_timeout would block the whole
 * process meanwhile, and with it a transaction of the same process that it waits for.
 */
export async function patiently<T>(action: () => T): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return action();
    } catch (error) {
      if (sqliteCode(error) !== SQLITE_BUSY || performance.now() > deadline) throw error;
    }
    await sleep(pauseMs);
  }
}
