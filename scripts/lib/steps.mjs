import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { at } from './root.mjs';
import { duration, heading, ScriptError, say } from './say.mjs';

/** Where the counts of a run are, for a script that goes on from them. */
export const summaryFile = (name) => at('test-results', `${name}-summary.json`);

/**
 * Runs the titled steps of the run `name` in order and stops at the first that fails. A step returns true or false, or its own
 * counts `{ passed, failed, failures }`, the last being a line for each failure. Ends with a summary and the line
 * `N passed, N failed`; returns an exit code.
 */
export async function runSteps(name, steps, before = { passed: 0, failed: 0 }) {
  mkdirSync(at('test-results'), { recursive: true });
  rmSync(summaryFile(name), { force: true });
  const lines = [];
  let run = 0;
  const total = { ...before };
  for (const [title, body] of steps) {
    heading(title);
    const startedAt = Date.now();
    const counts = await countsOf(body);
    run += 1;
    total.passed += counts.passed;
    total.failed += counts.failed;
    const took = duration(Date.now() - startedAt);
    lines.push(`${counts.failed === 0 ? 'ok    ' : 'FAILED'} ${title} (${took}): ${plain(counts)}`);
    // Here, where a reader of a long log looks first.
    for (const failure of counts.failures ?? []) lines.push(`       ${failure}`);
    say(`${title}: ${plain(counts)} (${took})`);
    if (counts.failed > 0) break;
  }
  heading('Summary');
  for (const line of lines) say(line);
  const skipped = steps.length - run;
  if (skipped > 0)
    say(
      `not run: ${steps
        .slice(-skipped)
        .map(([title]) => title)
        .join(', ')}`,
    );
  writeFileSync(summaryFile(name), `${JSON.stringify(total)}\n`);
  say(plain(total));
  return total.failed === 0 ? 0 : 1;
}

const plain = ({ passed, failed }) => `${passed} passed, ${failed} failed`;

async function countsOf(body) {
  try {
    const result = await body();
    if (typeof result === 'object') return result;
    return result === false ? { passed: 0, failed: 1 } : { passed: 1, failed: 0 };
  } catch (error) {
    say(error instanceof ScriptError ? `Error: ${error.message}` : String(error?.stack ?? error));
    return { passed: 0, failed: 1 };
  }
}
