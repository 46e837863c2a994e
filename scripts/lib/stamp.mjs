import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { at } from './root.mjs';

/** Stamps live in node_modules: a fresh install starts from nothing. */
const fileOf = (name) => at('node_modules', '.cache', 'orchard', `${name}.stamp`);

/** True when the work of this name was last finished for exactly this hash. */
export function isStamped(name, hash) {
  try {
    return readFileSync(fileOf(name), 'utf8') === hash;
  } catch {
    return false;
  }
}

/** Records that the work of this name is finished; written whole or not at all. */
export function stamp(name, hash) {
  const file = fileOf(name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, hash);
  renameSync(`${file}.${process.pid}`, file);
}
