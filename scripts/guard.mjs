import { readFileSync } from 'node:fs';
import { knip, published } from './lib/checks.mjs';
import { main } from './lib/say.mjs';
import { setup } from './lib/setup.mjs';
import { runSteps, summaryFile } from './lib/steps.mjs';

/** What protects main after a green `npm test`; goes on from its counts. */
await main(async () => {
  const done = await setup();
  if (done !== undefined) return done;
  return runSteps(
    'ci',
    [
      ['Unused code', knip],
      ['Published packages', published],
    ],
    JSON.parse(readFileSync(summaryFile('test'), 'utf8')),
  );
});
