import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type CommandContext, runProgram } from '../../src/index.ts';
import { tempFolder } from '../command.ts';

/** A terminal with a person in front of it. */
function person() {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  let shown = '';
  let look = (): void => {};
  stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
    look();
  });
  const line = (text = ''): void => void stdout.write(`${text}\n`);
  const terminal = { width: 80, line, error: line, style: (_style: unknown, text: string) => text };
  return {
    context: { ...{ terminal, stdin, stdout }, env: { USER: 'ada' } },
    shown: () => shown,
    sees: (text: string) =>
      new Promise<void>((found) => {
        look = () => shown.includes(text) && found();
        look();
      }),
    types: (text: string) => void stdin.write(`${text}\n`),
  };
}

const TREE = `version: 1
name: asked
steps:
  ask: { uses: approval, with: { message: "Go on?" } }
  chat: { run: "echo hello" }
  go: { needs: ask, run: "echo went" }
`;

async function scene() {
  const folder = await tempFolder();
  const file = join(folder, 'asked.yaml');
  await writeFile(file, TREE);
  const home = ['--home', join(folder, 'home')];
  const someone = person();
  return { ...someone, home, work: run(someone.context, ['run', file, ...home]) };
}

const run = (context: CommandContext, args: readonly string[]): Promise<number> =>
  runProgram(['tree', ...args], context);

describe('an approval in a terminal', () => {
  it('is asked for until it is answered, with a comment, while other steps are shown', async () => {
    const { shown, sees, types, work } = await scene();
    await sees('? Go on? [y/n]');
    await sees('│ hello');
    types('maybe');
    await sees('Answer y to approve or n to reject.');
    types('y');
    await sees('Comment');
    types('read it');
    expect(await work).toBe(0);
    expect(shown()).toMatch(/Approved by ada\. read it[\s\S]*│ went/);
  });

  it('is withdrawn when somebody else decides', async () => {
    const { shown, sees, work, home } = await scene();
    await sees('? Go on? [y/n]');
    const other = person();
    expect(await run(other.context, ['reject', 'latest', 'ask', '--comment', 'no', ...home])).toBe(0);
    expect(await work).toBe(1);
    expect(shown()).toContain('Rejected by ada: no');
    expect(shown()).not.toContain('Comment');
  });

  it('says how to give it later when the input ends', async () => {
    const { sees, context, work, home } = await scene();
    await sees('? Go on? [y/n]');
    context.stdin.end();
    await sees('orchard tree approve');
    expect(await run(person().context, ['approve', 'latest', 'ask', ...home])).toBe(0);
    expect(await work).toBe(0);
  });
});
