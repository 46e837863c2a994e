import { existsSync } from 'node:fs';
import { install } from './install.mjs';
import { isSupportedNode } from './node-version.mjs';
import { at, root } from './root.mjs';
import { become } from './run.mjs';
import { ScriptError } from './say.mjs';

const reexecuted = 'ORCHARD_SCRIPT_NODE';

/**
 * What every script does first: install when needed, then make sure that a Node the packages support
 * runs the rest. Returns an exit code when the rest ran in another process, undefined to go on here.
 */
export async function setup() {
  await install(root, 'packages');
  // Not through node_modules/.bin: npm 10, which Node 20 comes with, makes no link there for this package.
  const pinned = at('node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (isSupportedNode(process.versions.node)) return undefined;
  if (!existsSync(pinned) || process.env[reexecuted]) {
    throw new ScriptError(
      `Node ${process.versions.node} is too old: install Node 22.18 or newer (https://nodejs.org), then run again.`,
    );
  }
  return become(pinned, process.argv.slice(1), {
    env: { ...process.env, [reexecuted]: '1' },
    cwd: process.cwd(),
  });
}
