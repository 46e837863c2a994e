import { existsSync, readFileSync } from 'node:fs';
import { knip, published } from './lib/checks.mjs';
import { main } from './lib/say.mjs';
import { setup } from './lib/setup.mjs';
import { runSteps, summaryFile } from './lib/steps.mjs';

/** What protects main after a green `npm test`; goes on from its counts. */
await main(async () => {
  const done = await setup();
  if (done !== undefined) return done;
  const before = summaryFile('test');
  return runSteps(
    'ci',
    [
      ['Unused code', knip],
      ['Published packages', published],
    ],
    existsSync(before) ? JSON.parse(readFileSync(before, 'utf8')) : { passed: 0, failed: 0 },
  );
});
