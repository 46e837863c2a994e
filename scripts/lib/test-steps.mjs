import { buildPackages } from './build.mjs';
import { biome, directions, journeyConfig, types, units } from './checks.mjs';
import { findChromium } from './chromium.mjs';
import { install } from './install.mjs';
import { at } from './root.mjs';
import { say } from './say.mjs';
import { buildStudio } from './studio.mjs';
import { vitest } from './vitest.mjs';

const testTools = () => install(at('test-tools'), 'test tools');

async function build() {
  await buildPackages();
  await buildStudio();
}

async function journeys() {
  const config = journeyConfig();
  if (!config) {
    say('There is no e2e folder yet.');
    return { passed: 0, failed: 0 };
  }
  return vitest(config, 'journey', { CHROMIUM_PATH: await findChromium() });
}

/** The steps of `npm test`. */
export const testSteps = [
  ['Set-up', testTools],
  ['Format and lint', biome],
  ['Types', types],
  ['Directions', directions],
  ['Tests', units],
  ['Build', build],
  ['Examples and browser journey', journeys],
];
