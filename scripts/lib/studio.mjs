import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf } from './hash.mjs';
import { at, root } from './root.mjs';
import { runNode } from './run.mjs';
import { duration, ScriptError, say } from './say.mjs';
import { isStamped, stamp } from './stamp.mjs';

const folder = at('examples', 'studio');

/** True once the studio has pages. */
const hasStudio = () => ['app', 'src/app'].some((path) => existsSync(join(folder, path)));

/** Builds the studio's pages when they, or the packages they are made of, changed. */
export async function buildStudio() {
  if (!hasStudio()) return say('The studio has no pages yet: nothing to build.');
  const inputs = [folder, at('packages/client/src'), at('packages/core/src'), at('package-lock.json')];
  const hash = hashOf(root, inputs);
  if (existsSync(join(folder, '.next', 'BUILD_ID')) && isStamped('studio', hash))
    return say('Studio is built.');
  say('Building studio (next build)…');
  const startedAt = Date.now();
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
  const { code, output } = await runNode([at('node_modules/.bin/next'), 'build'], {
    cwd: folder,
    env,
    quiet: true,
  });
  if (code !== 0) {
    say(output.trimEnd());
    throw new ScriptError('Building the studio failed: fix the error above, then run again.');
  }
  stamp('studio', hash);
  say(`Built studio in ${duration(Date.now() - startedAt)}.`);
}
