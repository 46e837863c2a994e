import { writeSync } from 'node:fs';

/** @typedef {(level: 'info' | 'warn' | 'error', message: string, fields?: Readonly<Record<string, unknown>>) => void} Log */

// A log that nobody reads any more, or that has no room left, does not end the app.
process.stdout.on('error', () => {});

/** @param {string} line */
function write(line) {
  // After an error the stream takes nothing any more, though there may be room again.
  if (process.stdout.writable) process.stdout.write(line);
  else
    try {
      writeSync(1, line);
    } catch {
      // Still no room, and nobody to tell.
    }
}

/**
 * One JSON line per event on standard output.
 *
 * @param {'info' | 'warn' | 'error'} level
 * @param {string} message
 * @param {Readonly<Record<string, unknown>>} [fields]
 */
export function log(level, message, fields = {}) {
  write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);
}
