import { format } from 'node:util';

/**
 * @import { Log } from '../lib/log.js'
 */

const LEVELS = /** @type {const} */ (['error', 'warn', 'info']);

/** Whether `onRequestError` of instrumentation.js tells of a fault. @param {unknown} word */
const isTold = (word) => word instanceof Error && 'digest' in word;

/** What Next and packages write in plain words becomes lines of the log, as all others. @param {Log} log */
export function tellInLines(log) {
  for (const level of LEVELS)
    console[level] = (/** @type {unknown[]} */ ...words) => {
      if (!words.some(isTold)) log(level, 'said', { text: format(...words).slice(0, 4_000) });
    };
  console.log = console.info;
}
