import { biome, directions, types } from './lib/checks.mjs';
import { main } from './lib/say.mjs';
import { setup } from './lib/setup.mjs';
import { runSteps } from './lib/steps.mjs';

/** `npm run check`: what can be said about the code without running it. */
await main(async () => {
  const done = await setup();
  if (done !== undefined) return done;
  return runSteps('check', [
    ['Format and lint', biome],
    ['Types', types],
    ['Directions', directions],
  ]);
});
