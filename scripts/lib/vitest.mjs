import { readFileSync, rmSync } from 'node:fs';
import { at } from './root.mjs';
import { runNode } from './run.mjs';

/** Runs the tests of one vitest configuration and returns how many passed and failed. */
export async function vitest(config, name, env = {}, args = []) {
  const report = at('test-results', `${name}.json`);
  rmSync(report, { force: true });
  const { code } = await runNode(
    [
      at('node_modules/.bin/vitest'),
      'run',
      '--config',
      config,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...args,
    ],
    { env: { ...process.env, ...env } },
  );
  return counts(report, code);
}

/** A run that ended badly counts as at least one failure, whatever its report says. */
function counts(report, code) {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: numPassedTests, failed: code === 0 ? numFailedTests : Math.max(1, numFailedTests) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
