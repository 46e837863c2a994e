import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

test.each(['template', 'next'])(
  'the types of the templates hold (tsconfig.%s.json)',
  { timeout: 60_000 },
  (name) => {
    const compiler = fileURLToPath(
      new URL('../../../node_modules/@typescript/native/bin/tsc', import.meta.url),
    );
    const config = `${root}tsconfig.${name}.json`;
    expect(execFileSync(process.execPath, [compiler, '--noEmit', '-p', config], { encoding: 'utf8' })).toBe(
      '',
    );
  },
);
