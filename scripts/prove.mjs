import { knip, published } from './lib/checks.mjs';
import { main } from './lib/say.mjs';
import { setup } from './lib/setup.mjs';
import { runSteps } from './lib/steps.mjs';

/** `npm run prove`: `npm test` with large seeds and many rounds (tests read ORCHARD_PROVE), and what guards main. */
await main(async () => {
  const done = await setup();
  if (done !== undefined) return done;
  process.env.ORCHARD_PROVE = '1';
  const { testSteps } = await import('./lib/test-steps.mjs');
  return runSteps('prove', [...testSteps, ['Unused code', knip], ['Published packages', published]]);
});
