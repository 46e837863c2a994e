import { access, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { OrchardError } from '@orchard-studio/core';

const CLI = 'node_modules/npm/bin/npm-cli.js';
/** Where systems keep npm, besides next to Node. */
const PLACES = [
  `/usr/local/lib/${CLI}`,
  `/usr/lib/${CLI}`,
  `/opt/homebrew/lib/${CLI}`,
  '/usr/share/nodejs/npm/bin/npm-cli.js',
] as const;

/**
 * The program of npm that fits a Node.
 *
 * @param npmPath `npm-cli.js`, when the host knows where it is
 * @throws CONFIG_INVALID when there is none
 */
export async function findNpm(nodePath: string, npmPath: string | undefined): Promise<string> {
  const beside = join(dirname(await realpath(nodePath)), '..', 'lib', CLI);
  const candidates = npmPath === undefined ? [beside, ...PLACES] : [npmPath];
  for (const path of candidates) {
    const found = await access(path).then(
      () => true,
      () => false,
    );
    if (found) return realpath(path);
  }
  throw new OrchardError(
    'CONFIG_INVALID',
    'This app has to be built, and npm was not found. Install npm next to Node, or pass the path of its npm-cli.js as npmPath.',
    { details: { looked: candidates } },
  );
}
