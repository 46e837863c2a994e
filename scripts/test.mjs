import { main } from './lib/say.mjs';
import { setup } from './lib/setup.mjs';
import { runSteps } from './lib/steps.mjs';

/** `npm test`: everything that must hold before a change is proposed. */
await main(async () => {
  const done = await setup();
  if (done !== undefined) return done;
  const { testSteps } = await import('./lib/test-steps.mjs');
  return runSteps('test', testSteps);
});
