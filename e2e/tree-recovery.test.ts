import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { processIdentity } from '@orchard-studio/local';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryHome } from './orchard-process.ts';
import { orchardTree, runTree } from './tree-process.ts';

let home: Awaited<ReturnType<typeof temporaryHome>>;
let project: string;
let elsewhere: string;
beforeAll(async () => {
  home = await temporaryHome();
  project = join(home.path, 'project');
  elsewhere = join(home.path, 'elsewhere');
  for (const folder of [project, elsewhere]) await mkdir(folder);
});
afterAll(() => home.remove());

const operations = (): string => join(home.path, 'operations');
const inProject = (...args: readonly string[]) => orchardTree(project, args, operations());
const fromElsewhere = (...args: readonly string[]) => runTree(elsewhere, args, operations());
const write = (name: string, yaml: string) =>
  writeFile(join(project, name), `version: 1\nname: ${name.split('.')[0]}\n${yaml}`);
const lines = async (name: string): Promise<readonly string[]> =>
  (await readFile(join(project, name), 'utf8')).trim().split('\n');

/** What a killed process had started must be gone, too. */
async function expectGone(pidFile: string): Promise<void> {
  const pid = Number(await readFile(join(project, pidFile), 'utf8'));
  expect(await processIdentity(pid)).toBeUndefined();
}

const idOf = (out: string): string => /op_[0-9A-Za-z]{8}/.exec(out)?.[0] ?? '';

describe('an operation whose process was killed', () => {
  const yaml = `steps:
  first: { run: echo first >> done.log }
  second:
    needs: first
    run: echo second >> done.log; echo started; if [ ! -e go ]; then echo $$ > pid; sleep 600; fi
  third: { needs: second, run: echo third >> done.log }
`;

  it('is finished from another folder, and completed steps do not run again', async () => {
    await write('killed.yaml', yaml);
    const { child, says, ended } = inProject('run', 'killed.yaml');
    const id = idOf(await says('│ started'));
    child.kill('SIGKILL');
    await ended;
    expect((await fromElsewhere('ls')).out).toMatch(new RegExp(`${id} +killed +interrupted +1/3`));
    await writeFile(join(project, 'go'), '');
    const { code, out } = await fromElsewhere('resume', id);
    expect(out).toMatch(/✓ second[\s\S]*✓ third[\s\S]*killed succeeded/);
    expect(out).not.toContain('▶ first');
    expect(code).toBe(0);
    expect(await lines('done.log')).toEqual(['first', 'second', 'second', 'third']);
    await expectGone('pid');
  });

  it('is cleaned up by `cancel` when nobody runs it', async () => {
    await write(
      'left.yaml',
      'steps:\n  a: { run: echo $$ > left.pid; echo up; sleep 600 }\nfinally:\n  z: { run: echo clean > left.txt }\n',
    );
    const { child, says, ended } = inProject('run', 'left.yaml');
    await says('│ up');
    child.kill('SIGKILL');
    await ended;
    const { code, out } = await fromElsewhere('cancel', 'latest');
    expect(out).toMatch(/No process runs it[\s\S]*✓ z[\s\S]*left cancelled/);
    expect(code).toBe(0);
    expect(await lines('left.txt')).toEqual(['clean']);
    await expectGone('left.pid');
  });
});

describe('a second terminal', () => {
  it('follows, and cancels what another one runs', async () => {
    await write(
      'busy.yaml',
      'steps:\n  a: { run: echo up; sleep 600 }\nfinally:\n  z: { run: echo clean > busy.txt }\n',
    );
    const { says, ended } = inProject('run', 'busy.yaml');
    const id = idOf(await says('│ up'));
    const follower = inProject('logs', id, '--follow');
    await follower.says('│ up');
    expect((await fromElsewhere('resume', id)).out).toMatch(/Process \d+ runs/);
    expect(await fromElsewhere('cancel', id)).toMatchObject({
      code: 0,
      out: expect.stringContaining('busy cancelled'),
    });
    expect((await ended).code).toBe(130);
    expect((await follower.ended).out).toMatch(/✓ z[\s\S]*cancelled/);
    expect(await lines('busy.txt')).toEqual(['clean']);
  });

  it('rejects, with a comment that the log keeps', async () => {
    await write('asked.yaml', 'steps:\n  ask: { uses: approval }\n  go: { needs: ask, run: touch went }\n');
    const { says, ended } = inProject('run', 'asked.yaml');
    const id = idOf(await says('Decide:'));
    expect((await fromElsewhere('approve', id, 'aks')).out).toContain('What waits: ask');
    expect((await fromElsewhere('reject', id, 'ask', '--comment', 'not today')).code).toBe(0);
    expect(await ended).toMatchObject({ code: 1, out: expect.stringContaining('not today') });
    expect((await fromElsewhere('logs', id)).out).toContain('not today');
  });

  it('says what is wrong with an id', async () => {
    for (const args of [
      ['show', 'op_zz'],
      ['logs', 'op_'],
      ['rerun', 'nope', '--from', 'a'],
    ])
      expect(await fromElsewhere(...args)).toMatchObject({
        code: 1,
        out: expect.stringContaining('orchard tree ls'),
      });
    expect((await fromElsewhere('rerun', 'latest')).code).toBe(2);
    expect(await runTree(elsewhere, ['ls'], join(elsewhere, 'none'))).toMatchObject({
      code: 1,
      out: expect.stringContaining('--home'),
    });
  });
});

describe('a rerun', () => {
  const yaml = (word: string): string => `steps:
  a: { run: 'echo a >> again.log; echo "v=1" >> "$ORCHARD_OUTPUT"' }
  b: { needs: a, run: 'echo "${word}$NEEDS_A_V" >> again.log' }
  c: { needs: b, run: echo c >> again.log }
`;

  it('repeats a step and all that need it, or it alone, as planned then or as the file is now', async () => {
    await write('again.yaml', yaml('b'));
    const first = await inProject('run', 'again.yaml').ended;
    const id = idOf(first.out);
    expect((await fromElsewhere('rerun', id, '--from', 'b')).out).toMatch(
      /✓ a {2}kept[\s\S]*again succeeded/,
    );
    expect(await lines('again.log')).toEqual(['a', 'b1', 'c', 'b1', 'c']);
    await write('again.yaml', yaml('new'));
    expect((await fromElsewhere('rerun', id, '--from', 'b', '--only')).code).toBe(0);
    expect((await fromElsewhere('rerun', id, '--from', 'b', '--only', '--latest')).code).toBe(0);
    expect((await lines('again.log')).slice(5)).toEqual(['b1', 'new1']);
  });
});
