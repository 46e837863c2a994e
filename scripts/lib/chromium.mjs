import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { at } from './root.mjs';
import { ScriptError } from './say.mjs';

/** How to start it: as root without its sandbox, and without its own calls home. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * The path of a Chromium for tests: `CHROMIUM_PATH`, else the system's, else the one in `test-tools/`,
 * unpacked once into `test-tools/.cache`.
 */
export async function findChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (existsSync(given)) return given;
    throw new ScriptError(`CHROMIUM_PATH points to ${given}, which does not exist: correct or unset it.`);
  }
  if (existsSync('/usr/bin/chromium')) return '/usr/bin/chromium';
  return unpacked();
}

async function unpacked() {
  const resolve = createRequire(at('test-tools', 'package.json')).resolve;
  let entry;
  try {
    entry = resolve('@sparticuz/chromium');
  } catch {
    throw new ScriptError('No Chromium for tests: run npm test, or set CHROMIUM_PATH to one.');
  }
  const cache = at('test-tools', '.cache', 'chromium');
  const binary = join(cache, 'chromium');
  if (existsSync(binary)) return binary;
  // The package unpacks into the temporary folder; it gets one of its own, renamed when it is whole.
  const partial = `${cache}.${process.pid}`;
  await mkdir(partial, { recursive: true });
  const before = process.env.TMPDIR;
  process.env.TMPDIR = partial;
  try {
    const { default: chromium } = await import(pathToFileURL(entry).href);
    await chromium.executablePath();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  try {
    await rename(partial, cache);
  } catch (error) {
    // Another process was faster.
    await rm(partial, { recursive: true, force: true });
    if (!existsSync(binary)) throw error;
  }
  return binary;
}
