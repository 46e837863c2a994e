import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasSource, packages } from './packages.mjs';
import { at } from './root.mjs';
import { runNode } from './run.mjs';
import { say } from './say.mjs';
import { vitest } from './vitest.mjs';

const tool = (name) => at('node_modules', '.bin', name);
const ok = async (args, options) => (await runNode(args, options)).code === 0;

/** Formatting, lint rules and import order. */
export const biome = () => ok([tool('biome'), 'check', '--error-on-warnings']);

/** Types of all packages and tests, checked on their sources by the native compiler. */
export const types = async () => {
  const tsc = tool('tsc');
  if (!(await ok([tsc, '-p', 'tsconfig.json']))) return false;
  // The runtime of generated apps is plain JavaScript with its types in comments.
  if (!(await ok([tsc, '-p', 'packages/executor-scaffold/tsconfig.template.json']))) return false;
  for (const example of ['build-an-app', 'studio'])
    if (!(await ok([tsc, '--noEmit', '-p', `examples/${example}/tsconfig.json`]))) return false;
  return true;
};

/** The direction rules: who may import whom. */
export const directions = () =>
  ok([tool('depcruise'), '--config', 'dependency-cruiser.config.mjs', 'packages']);

/** Unit, conformance, wire and process tests of all packages, and the tests of these scripts. */
export const units = () => vitest('vitest.config.ts', 'unit');

/** Unused files, exports and dependencies. */
export const knip = () => ok([tool('knip'), '--no-progress', '--no-config-hints']);

/** What a user would install: exports, types and files of every built package. */
export async function published() {
  const counts = { passed: 0, failed: 0 };
  for (const entry of packages().filter(hasSource)) {
    const checks = [
      [tool('publint'), '--strict', '--pack', 'npm', entry.folder],
      [tool('attw'), '--pack', entry.folder, '--profile', 'esm-only', '--format', 'ascii'],
    ];
    for (const args of checks) {
      const { code, output } = await runNode(args, { quiet: true });
      if (code === 0) counts.passed += 1;
      else {
        counts.failed += 1;
        say(output.trimEnd());
      }
    }
  }
  return counts;
}

/** The journeys through the built studio in a real browser; undefined until there are any. */
export const journeyConfig = () => [join('e2e', 'vitest.config.ts')].find((file) => existsSync(at(file)));
