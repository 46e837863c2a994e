import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { RUNTIME_FILES } from '../src/template-files.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

test('the list of runtime files is the template', () => {
  const entries = readdirSync(`${root}template`, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath}/${entry.name}`);
  expect(files.map((path) => path.slice(`${root}template/`.length)).sort()).toEqual(
    [...RUNTIME_FILES].sort(),
  );
});

test('the types of the template hold', () => {
  const compiler = fileURLToPath(
    new URL('../../../node_modules/@typescript/native/bin/tsc', import.meta.url),
  );
  const config = `${root}tsconfig.template.json`;
  expect(execFileSync(process.execPath, [compiler, '--noEmit', '-p', config], { encoding: 'utf8' })).toBe('');
});
