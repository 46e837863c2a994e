import { readFileSync } from 'node:fs';

/**
 * @import { AppModel } from './types.d.ts'
 */

/** @returns {AppModel} the model that stands next to this file */
export function loadModel() {
  return JSON.parse(readFileSync(new URL('./model.json', import.meta.url), 'utf8'));
}
