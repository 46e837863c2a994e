import { knip, published, units } from './lib/checks.mjs';
import { main } from './lib/say.mjs';
import { setup } from './lib/setup.mjs';
import { runSteps } from './lib/steps.mjs';

/** `npm run prove`: the long tests. Tests read ORCHARD_PROVE=1 to use large seeds and more rounds. */
await main(async () => {
  const done = await setup();
  if (done !== undefined) return done;
  const { testSteps } = await import('./lib/test-steps.mjs');
  const long = ['Tests (large seeds)', () => units({ ORCHARD_PROVE: '1' })];
  return runSteps('prove', [
    ...testSteps.map((step) => (step[0] === 'Tests' ? long : step)),
    ['Unused code', knip],
    ['Published packages', published],
  ]);
});
