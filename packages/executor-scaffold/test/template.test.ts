import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

test('the types of the templates hold', () => {
  const compiler = fileURLToPath(
    new URL('../../../node_modules/@typescript/native/bin/tsc', import.meta.url),
  );
  const config = `${root}tsconfig.template.json`;
  expect(execFileSync(process.execPath, [compiler, '--noEmit', '-p', config], { encoding: 'utf8' })).toBe('');
});
