import type { Kit, MakeSubject } from './kit.ts';
import { runCase } from './run-case.ts';

/** The part of a test runner that is needed: vitest, Jest, Mocha and node:test all have it. */
export interface TestRunner {
  describe(name: string, body: () => void): unknown;
  it(name: string, body: () => Promise<void>): unknown;
}

/**
 * Shows every case of a kit as a test of its own.
 *
 * @param makeSubject - makes a fresh subject for every case; `defer` in its argument tidies up after the case.
 * @param runner - the `describe` and `it` of your test runner.
 * @example
 * import { describe, it } from 'vitest';
 *
 * registerKit(operationStoreKit, () => createMyStorage().operations, { describe, it });
 */
export function registerKit<Subject>(
  kit: Kit<Subject>,
  makeSubject: MakeSubject<Subject>,
  runner: TestRunner,
): void {
  runner.describe(`${kit.port} kit`, () => {
    for (const kitCase of kit.cases) {
      runner.it(`${kitCase.id}: ${kitCase.title}`, () => runCase(kitCase, makeSubject));
    }
  });
}
