import { existsSync } from 'node:fs';
import { buildPackages } from './lib/build.mjs';
import { at } from './lib/root.mjs';
import { become } from './lib/run.mjs';
import { main, ScriptError } from './lib/say.mjs';
import { setup } from './lib/setup.mjs';
import { buildStudio } from './lib/studio.mjs';

/** `npm start`: install, build, then serve the studio. Extra arguments go to `orchard start`. */
await main(async () => {
  const done = await setup();
  if (done !== undefined) return done;
  await buildPackages();
  await buildStudio();
  const cli = at('packages/cli/bin/orchard.js');
  if (!existsSync(cli)) {
    throw new ScriptError('The orchard command is not built: packages/cli/bin/orchard.js is missing.');
  }
  const config = at('examples/studio/orchard.config.ts');
  return become(process.execPath, [cli, 'start', '--config', config, ...process.argv.slice(2)]);
});
