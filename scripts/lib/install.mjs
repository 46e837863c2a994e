import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf } from './hash.mjs';
import { root } from './root.mjs';
import { run } from './run.mjs';
import { duration, ScriptError, say } from './say.mjs';
import { isStamped, stamp } from './stamp.mjs';

/**
 * Brings a folder's node_modules in line with its lockfile; does nothing when it already is.
 * `what` names the folder in progress lines.
 */
export async function install(folder, what) {
  const stampName = `install-${hashOf(root, [], [folder]).slice(0, 12)}`;
  const hash = hashOf(folder, [join(folder, 'package-lock.json')]);
  const present = existsSync(join(folder, 'node_modules'));
  if (present && isStamped(stampName, hash)) return;
  if (!(present && matchesLockfile(folder))) {
    await npmCi(folder, what);
  }
  stamp(stampName, hash);
}

async function npmCi(folder, what) {
  say(`Installing ${what} (npm ci)…`);
  const startedAt = Date.now();
  const ticker = process.stdout.isTTY
    ? undefined
    : setInterval(() => say(`  still installing, ${duration(Date.now() - startedAt)}`), 15_000);
  // The Node that runs npm: the pinned one is inside the folder that npm ci replaces.
  const [command, first] = process.env.npm_execpath
    ? [process.env.npm_node_execpath ?? process.execPath, [process.env.npm_execpath]]
    : ['npm', []];
  const { code } = await run(command, [...first, 'ci', '--loglevel=error'], { cwd: folder }).finally(() =>
    clearInterval(ticker),
  );
  if (code !== 0) {
    throw new ScriptError(
      `npm ci failed for ${what}: check the messages above and the network, then run again.`,
    );
  }
  say(`Installed ${what} in ${duration(Date.now() - startedAt)}.`);
}

const isForThisMachine = ({ os, cpu }) =>
  (os ?? [process.platform]).includes(process.platform) && (cpu ?? [process.arch]).includes(process.arch);

/** True when npm's own record of what is installed agrees with the lockfile (an `npm install` by hand). */
function matchesLockfile(folder) {
  try {
    const wanted = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages;
    const present = JSON.parse(
      readFileSync(join(folder, 'node_modules', '.package-lock.json'), 'utf8'),
    ).packages;
    const listed = Object.keys(wanted[''].optionalDependencies ?? {}).map((name) => `node_modules/${name}`);
    return Object.entries(wanted).every(([path, entry]) => {
      if (!path.includes('node_modules/')) return true;
      if (present[path] === undefined && listed.includes(path)) return !isForThisMachine(entry);
      if (present[path] === undefined)
        return entry.optional === true || entry.devOptional === true || entry.peer === true;
      return present[path].version === entry.version && present[path].link === entry.link;
    });
  } catch {
    return false;
  }
}
