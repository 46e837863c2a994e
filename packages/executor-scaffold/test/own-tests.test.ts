import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runOwnTests } from '../src/run/own-tests.ts';

/** Many tests that pass, and one at the end that does not. */
const MANY = `
import assert from 'node:assert/strict';
import { test } from 'node:test';
for (let at = 0; at < 2_100; at += 1) test('passes ' + at, () => {});
test('the last one', () => assert.equal('this is why', 'it failed'));
`;

test('of an app with thousands of tests, all are counted, and the one that failed is told of', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'orchard-own-tests-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'test'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(join(folder, 'test', 'many.test.js'), MANY);
  const lines: string[] = [];
  const { passed, failed, ok } = await runOwnTests({
    nodePath: process.execPath,
    folder,
    files: ['test/many.test.js'],
    signal: new AbortController().signal,
    onLine: (line) => lines.push(line),
  });
  expect({ passed, failed, ok }).toEqual({ passed: 2_100, failed: 1, ok: false });
  expect(lines.filter((line) => line.startsWith('not ok'))).toEqual(['not ok 2101 - the last one']);
  expect(lines.join('\n')).toContain('this is why');
  expect(lines.filter((line) => line.startsWith('ok'))).toHaveLength(2_000);
});
