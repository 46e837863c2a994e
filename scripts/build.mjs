import { buildPackages } from './lib/build.mjs';
import { main } from './lib/say.mjs';
import { setup } from './lib/setup.mjs';
import { buildStudio } from './lib/studio.mjs';

/** `npm run build`: the packages; with `--all` the studio too. */
await main(async () => {
  const done = await setup();
  if (done !== undefined) return done;
  await buildPackages();
  if (process.argv.includes('--all')) await buildStudio();
});
