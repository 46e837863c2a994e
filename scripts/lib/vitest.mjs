import { readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
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
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
    return {
      passed: numPassedTests,
      failed: code === 0 ? numFailedTests : Math.max(1, numFailedTests),
      failures: failuresOf(testResults),
    };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/** Each failed test as `file: name: first line of its message`, and each file that could not be loaded. */
function failuresOf(files) {
  return files.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(at(), name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0 && status === 'failed') return [`${file}: ${firstLine(message)}`];
    return failed.map((test) => `${file}: ${test.fullName}: ${firstLine(test.failureMessages[0])}`);
  });
}

const firstLine = (text = '') => stripVTControlCharacters(text).trim().split('\n', 1)[0];
