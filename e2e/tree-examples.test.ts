import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryHome } from './orchard-process.ts';
import { orchardTree, runTree, TREES } from './tree-process.ts';

let home: Awaited<ReturnType<typeof temporaryHome>>;
beforeAll(async () => {
  home = await temporaryHome();
});
afterAll(() => home.remove());

const files = readdirSync(TREES).filter((name) => name.endsWith('.yaml'));

describe('the files of trees/', () => {
  it('are valid', async () => {
    const { code, out } = await runTree(home.path, ['validate', ...files.map((name) => join(TREES, name))]);
    expect(out.split('\n').filter((line) => line.startsWith('✓'))).toHaveLength(files.length);
    expect(code).toBe(0);
  });

  for (const name of files) {
    it(`${name} is explained and runs`, async () => {
      const file = join(TREES, name);
      const explained = await runTree(home.path, ['explain', file]);
      expect(explained).toMatchObject({ code: 0, out: expect.stringMatching(/WAVE +STEP/) });
      const running = orchardTree(home.path, ['run', file]);
      if (name === 'approval.yaml') {
        const out = await running.says('Decide:');
        const [, id = ''] = /orchard tree approve (\S+) ask/.exec(out) ?? [];
        const approved = await runTree(home.path, ['approve', id, 'ask', '--comment', 'read it']);
        expect(approved.out).toContain('✓ ask of');
      }
      const { code, out } = await running.ended;
      expect(out).toMatch(new RegExp(`${name.replace('.yaml', '')} succeeded after`));
      expect(out).toBe(out.replaceAll('\x1b', ''));
      expect(code).toBe(0);
    });
  }

  it('are listed, newest first, and shown', async () => {
    const { out } = await runTree(home.path, ['ls', '--json']);
    const rows: { tree: string; status: string }[] = JSON.parse(out);
    expect(rows.map(({ tree }) => `${tree}.yaml`)).toEqual(files.toReversed());
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['succeeded']));
    const shown = await runTree(home.path, ['show', 'latest']);
    expect(shown.out).toMatch(/count +succeeded +1/);
  });
});
