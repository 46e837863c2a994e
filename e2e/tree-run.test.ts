import type { ChildProcess } from 'node:child_process';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from './api.ts';
import { orchardTree, TREES } from './tree-process.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orchard-e2e-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function run(args: readonly string[], onOutput: (text: string, child: ChildProcess) => void = () => {}) {
  const { child, output, ended } = orchardTree(folder, ['run', ...args]);
  const look = (): void => onOutput(output(), child);
  child.stdout?.on('data', look);
  child.stderr?.on('data', look);
  return ended;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

describe('orchard tree run', () => {
  it('runs the example with inputs and outputs, and shows every step', async () => {
    const { code, out } = await run([join(TREES, 'hello.yaml'), '--input', "who=Ada'; rm -rf $HOME; '"]);
    expect(out).toContain("say   │ Hello, Ada'; rm -rf $HOME; '!");
    expect(out).toMatch(/✓ write[\s\S]*✓ count[\s\S]*✓ say[\s\S]*hello succeeded/);
    expect(code).toBe(0);
  });

  it('gives commands a clean environment', async () => {
    await writeFile(join(folder, 'env.yaml'), 'version: 1\nname: env\nsteps:\n  a: { run: env }\n');
    const { out } = await run(['env.yaml']);
    expect(out).toContain('PATH=');
    expect(out).not.toContain('do-not-pass-on');
  });

  it('stops everything on Ctrl-C, and goes on from there with --resume', async () => {
    const yaml = `
version: 1
name: slow
steps:
  quick: { run: echo ran >> quick.log }
  slow: { needs: quick, run: "if [ -e go ]; then echo gone on; else echo waiting; sleep 600; fi" }
`;
    await writeFile(join(folder, 'slow.yaml'), yaml);
    const { child, says, ended } = orchardTree(folder, ['run', 'slow.yaml']);
    await says('│ waiting');
    child.kill('SIGINT');
    const stopped = await ended;
    expect(stopped.out).toContain('slow cancelled');
    expect(stopped.code).toBe(130);
    await writeFile(join(folder, 'go'), '');
    const resumed = await run(['slow.yaml', '--resume']);
    expect(resumed.out).toContain('slow  │ gone on');
    expect(resumed.out).not.toContain('▶ quick');
    expect(resumed.code).toBe(0);
  });

  const STUBBORN = `
version: 1
name: stubborn
steps:
  a: { run: "trap '' TERM INT HUP; echo $$ > pid; echo up; while :; do sleep 0.05; done" }
`;
  const pidOf = async (): Promise<number> => Number(await readFile(join(folder, 'pid'), 'utf8'));
  const isAlive = (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  it('cleans up on the first Ctrl-C, says what still runs on the second, kills on the third', async () => {
    await writeFile(join(folder, 'stubborn.yaml'), STUBBORN);
    const { child, says, ended } = orchardTree(folder, ['run', 'stubborn.yaml']);
    await says('│ up');
    const interrupt = (): unknown => child.kill('SIGINT');
    interrupt();
    await says('Cancelling.');
    // A repetition that comes at once is the same wish: npm passes on what the terminal has sent already.
    interrupt();
    await until(
      async () => {
        interrupt();
        return /Still running: a \(/.test(await says('Cancelling.'));
      },
      (told) => told,
    );
    const killed = setInterval(interrupt, 100);
    const { code } = await ended;
    clearInterval(killed);
    expect(code).toBe(130);
    await until(
      async () => isAlive(await pidOf()),
      (alive) => !alive,
    );
  });

  it('runs `finally` after Ctrl-C, and waits for it', async () => {
    const yaml = `
version: 1
name: tidy
steps:
  work: { run: echo up; sleep 600 }
  never: { needs: work, run: touch tidy-never }
finally:
  tidy: { run: sleep 0.5; echo tidied > tidied }
`;
    await writeFile(join(folder, 'tidy.yaml'), yaml);
    const { child, says, ended } = orchardTree(folder, ['run', 'tidy.yaml']);
    await says('│ up');
    child.kill('SIGINT');
    const { code, out } = await ended;
    expect(out).toMatch(/■ work[\s\S]*✓ tidy[\s\S]*tidy cancelled/);
    expect(code).toBe(130);
    expect(await exists(join(folder, 'tidied'))).toBe(true);
    expect(await exists(join(folder, 'tidy-never'))).toBe(false);
  });

  it('stops in order when its terminal or its reader goes away', async () => {
    const yaml =
      'version: 1\nname: watched\nsteps:\n  a: { run: "echo $$ > pid; while :; do echo tick; sleep 0.02; done" }\n';
    await writeFile(join(folder, 'watched.yaml'), yaml);
    const hangUp = (child: ChildProcess): unknown => child.kill('SIGHUP');
    const closeReader = (child: ChildProcess): unknown => child.stdout?.destroy();
    for (const goAway of [hangUp, closeReader]) {
      let once = false;
      const { code, out } = await run(['watched.yaml'], (text, child) => {
        if (!once && text.includes('│ tick')) once = Boolean(goAway(child)) || true;
      });
      expect(out).not.toContain('EPIPE');
      expect(code).toBe(130);
      await until(
        async () => isAlive(await pidOf()),
        (alive) => !alive,
      );
    }
  });

  it('reports a failing step and a bad tree', async () => {
    await writeFile(
      join(folder, 'bad.yaml'),
      'version: 1\nname: bad\nsteps:\n  a: { run: exit 3 }\n  b: { needs: a, run: touch never }\n',
    );
    const failed = await run(['bad.yaml']);
    expect(failed.out).toContain('The command ended with code 3.');
    expect(failed.code).toBe(1);
    expect(await exists(join(folder, 'never'))).toBe(false);
    await writeFile(join(folder, 'wrong.yaml'), 'version: 1\nname: wrong\nsteps:\n  a: { runs: ls }\n');
    const wrong = await run(['wrong.yaml']);
    expect(wrong.out).toContain('wrong.yaml:4:8: unknown key "runs", did you mean "run"?');
    expect(wrong.code).toBe(1);
    const unknown = await run(['bad.yaml', '--input', 'x=1']);
    expect(unknown.out).toContain('has no input "x"');
    expect(unknown.code).toBe(2);
  });
});
