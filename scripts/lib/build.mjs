import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { hashOf } from './hash.mjs';
import { hasSource, packages } from './packages.mjs';
import { at, root } from './root.mjs';
import { runNode } from './run.mjs';
import { duration, ScriptError, say } from './say.mjs';
import { isStamped, stamp } from './stamp.mjs';

const shared = ['tsup.base.ts', 'tsconfig.base.json', 'package-lock.json'].map((file) => at(file));

/** The hash of everything a package's build depends on, its packages below included. */
function inputHashes(all) {
  const hashes = new Map();
  for (const { short, folder, needs } of all) {
    const own = ['src', 'package.json', 'tsup.config.ts', 'tsconfig.json'].map((name) => join(folder, name));
    hashes.set(
      short,
      hashOf(
        root,
        [...shared, ...own],
        needs.map((need) => hashes.get(need) ?? ''),
      ),
    );
  }
  return hashes;
}

async function buildPackage({ short, folder }) {
  say(`Building ${short}…`);
  const startedAt = Date.now();
  const tsup = at('node_modules', '.bin', 'tsup');
  const { code, output } = await runNode([tsup, '--silent'], { cwd: folder, quiet: true });
  if (code !== 0) {
    say(output.trimEnd());
    throw new ScriptError(`Building ${short} failed: fix the error above, then run again.`);
  }
  say(`Built ${short} in ${duration(Date.now() - startedAt)}.`);
}

/** Builds the packages whose input changed, a few at a time; the sources of others are read, not their builds. */
export async function buildPackages() {
  const all = packages();
  const hashes = inputHashes(all);
  const todo = all.filter(
    (entry) =>
      hasSource(entry) &&
      !(
        existsSync(join(entry.folder, 'dist', 'index.js')) &&
        isStamped(`build-${entry.short}`, hashes.get(entry.short))
      ),
  );
  if (todo.length === 0) say('Packages are built.');
  const queue = todo[Symbol.iterator]();
  const worker = async () => {
    for (const entry of queue) {
      await buildPackage(entry);
      stamp(`build-${entry.short}`, hashes.get(entry.short));
    }
  };
  const workers = Math.min(4, Math.max(1, availableParallelism()));
  await Promise.all(Array.from({ length: workers }, worker));
}
