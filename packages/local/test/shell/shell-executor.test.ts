import { spawn } from 'node:child_process';
import { access, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutorEvent, ExecutorRequest } from '@orchard-studio/core';
import { executorRequest } from '@orchard-studio/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { processIdentity } from '../../src/deployer/process-identity.ts';
import { commandCheckpoint, endInterruptedCommand } from '../../src/shell/interrupted-command.ts';
import { createShellExecutor } from '../../src/shell/shell-executor.ts';
import { makeStepFolder, removeStepFolder, sweepStepFolders } from '../../src/shell/step-folder.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'orchard-shell-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const request = (command: string): ExecutorRequest => executorRequest({ command });

function context(signal = new AbortController().signal) {
  const events: ExecutorEvent[] = [];
  const lines = (): string[] => events.flatMap((event) => (event.type === 'log' ? [event.message] : []));
  return {
    lines,
    context: {
      emit: (event: ExecutorEvent) => void events.push(event),
      beat: async () => undefined,
      readArtifact: async () => null,
      signal,
    },
  };
}

const env = { PATH: process.env.PATH ?? '' };

describe('a run step', () => {
  it('gets values as variables, byte for byte, and never as part of the command', async () => {
    const shell = createShellExecutor({ directory, env });
    const hostile = `'; touch ${join(directory, 'pwned')}; "$(id)" \`id\` %PATH% ünïcode\\`;
    const { lines, context: ctx } = context();
    const base = request('printf "%s\\n" "$INPUT_WHO" "$NEEDS_BUILD_STEP_URL" "$OWN"');
    const outcome = await shell.execute(
      {
        ...base,
        operation: { ...base.operation, inputs: { who: hostile } },
        needs: { 'build-step': { url: hostile } },
        step: { ...base.step, env: { OWN: hostile } },
      },
      ctx,
    );
    expect(outcome.status).toBe('succeeded');
    expect(lines()).toEqual([hostile, hostile, hostile]);
    await expect(readFile(join(directory, 'pwned'))).rejects.toThrow('ENOENT');
  });

  it('hands outputs on through its file, and fails with the exit code', async () => {
    const shell = createShellExecutor({ directory, env });
    const outcome = await shell.execute(
      request('echo "url=http://x/?a=b" >> "$ORCHARD_OUTPUT"; echo "not an output" >> "$ORCHARD_OUTPUT"'),
      context().context,
    );
    expect(outcome).toEqual({ status: 'succeeded', outputs: { url: 'http://x/?a=b' } });
    expect(await shell.execute(request('exit 7'), context().context)).toMatchObject({
      status: 'failed',
      error: { message: 'The command ended with code 7.' },
    });
  });

  it('reads outputs with any line ends, and hands on no half ones', async () => {
    const shell = createShellExecutor({ directory, env });
    const lines = request('printf "a=1\\r\\nb=2\\n" > "$ORCHARD_OUTPUT"');
    const outcome = await shell.execute(lines, context().context);
    expect(outcome).toEqual({ status: 'succeeded', outputs: { a: '1', b: '2' } });
    const much = request('(printf a=; head -c 100000 /dev/zero | tr "\\0" x) > "$ORCHARD_OUTPUT"');
    await expect(shell.execute(much, context().context)).rejects.toMatchObject({
      code: 'STEP_FAILED',
      message: 'The command wrote more than 64 KB of outputs.',
    });
  });

  it('hands a line without end on in pieces', async () => {
    const shell = createShellExecutor({ directory, env });
    const { lines, context: ctx } = context();
    await shell.execute(request('head -c 100000 /dev/zero | tr "\\0" x; printf "\\n10%%\\r20%%\\n"'), ctx);
    expect(lines().slice(-2)).toEqual(['10%', '20%']);
    expect(Math.max(...lines().map(({ length }) => length))).toBeLessThan(10_000);
    expect(lines().slice(0, -2).join('')).toBe('x'.repeat(100_000));
  });

  it('is stopped with everything it started', async () => {
    const shell = createShellExecutor({ directory, env, graceMs: 50 });
    const abort = new AbortController();
    const { lines, context: ctx } = context(abort.signal);
    // Ignores SIGTERM, and so does its child: only the kill of the whole group ends them.
    const work = shell.execute(
      request(
        'trap "" TERM; sh -c "trap \\"\\" TERM; echo child $$; sleep 600" & echo ready; wait; sleep 600',
      ),
      ctx,
    );
    while (lines().length < 2) await new Promise((resolve) => setImmediate(resolve));
    abort.abort(new Error('stop'));
    expect(await work).toMatchObject({
      status: 'failed',
      error: { message: 'The command was killed by SIGKILL.' },
    });
  });
});

describe('what a run step is given and gives', () => {
  it('knows its combination and itself, and env cannot pretend otherwise', async () => {
    const shell = createShellExecutor({ directory, env });
    const { lines, context: ctx } = context();
    const base = request(
      'echo "$MATRIX_LANGUAGE $MATRIX_DEEP $ORCHARD_STEP $ORCHARD_ATTEMPT $ORCHARD_FENCING_TOKEN"; env | grep -c "^ORCHARD_\\(OPERATION\\|IDEMPOTENCY_KEY\\)=."; env | grep -c "^INJECTED=" || true',
    );
    await shell.execute(
      {
        ...base,
        stepId: 'greet.1',
        attempt: 2,
        fencingToken: 7,
        matrix: { language: 'fr', deep: { a: [1] }, 'x\nINJECTED=': 'y' },
        step: { ...base.step, env: { ORCHARD_STEP: 'another' } },
      },
      ctx,
    );
    expect(lines()).toEqual(['fr {"a":[1]} greet.1 2 7', '2', '0']);
  });

  it('refuses values that no variable can hold, by name', async () => {
    const shell = createShellExecutor({ directory, env });
    for (const value of ['a\0b', 'x'.repeat(200_000)]) {
      const base = request('true');
      const operation = { ...base.operation, inputs: { big: value } };
      await expect(shell.execute({ ...base, operation }, context().context)).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        message: expect.stringContaining('$INPUT_BIG'),
      });
    }
  });

  it('hands on outputs of several lines, and says when their end is missing', async () => {
    const shell = createShellExecutor({ directory, env });
    const written =
      'printf "text<<EOF\\na=1\\n\\nb\\nEOF\\nplain=x<<y\\nempty<<END\\nEND\\n" > "$ORCHARD_OUTPUT"';
    expect(await shell.execute(request(written), context().context)).toEqual({
      status: 'succeeded',
      outputs: { text: 'a=1\n\nb', plain: 'x<<y', empty: '' },
    });
    const open = shell.execute(request('echo "a<<EOF" > "$ORCHARD_OUTPUT"'), context().context);
    await expect(open).rejects.toMatchObject({
      code: 'STEP_FAILED',
      message: expect.stringContaining('has no end'),
    });
  });

  it('keeps the first and the last lines of a flood', async () => {
    const shell = createShellExecutor({ directory, env });
    const { lines, context: ctx } = context();
    await shell.execute(request('seq 1 300000; echo "the reason" >&2'), ctx);
    expect(lines()[0]).toBe('1');
    expect(lines().length).toBeLessThan(11_000);
    expect(lines()).toContain('300000');
    expect(lines()).toContain('the reason');
    expect(lines().some((line) => /^… \d+ lines are left out …$/.test(line))).toBe(true);
  });
});

describe('the end of a run step', () => {
  it('takes a grandchild along that ignores SIGTERM and has let go of the output', async () => {
    const shell = createShellExecutor({ directory, env, graceMs: 50 });
    const abort = new AbortController();
    const { lines, context: ctx } = context(abort.signal);
    const deaf = 'trap "" TERM; echo $$ > deaf.pid; while :; do sleep 0.05; done';
    await writeFile(join(directory, 'deaf.sh'), deaf);
    const command = `sh -c 'sh deaf.sh >/dev/null 2>&1 &'; while [ ! -s deaf.pid ]; do sleep 0.01; done; echo up; sleep 600`;
    const work = shell.execute(request(command), ctx);
    while (lines().length < 1) await new Promise((resolve) => setImmediate(resolve));
    abort.abort(new Error('stop'));
    expect(await work).toMatchObject({ error: { message: 'The command was killed by SIGTERM.' } });
    // Gone when the attempt is over, not some time later.
    const pid = Number(await readFile(join(directory, 'deaf.pid'), 'utf8'));
    expect(await processIdentity(pid)).toBeUndefined();
  });
});

describe('a run step whose host was killed', () => {
  it('ends what the earlier attempt left running, with its folder, and nothing that only has its number', async () => {
    const child = spawn('/bin/sh', ['-c', 'sleep 600'], { detached: true });
    const exited = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
    const folder = await makeStepFolder();
    const checkpoint = await commandCheckpoint({ pid: child.pid ?? 0, folder });
    await endInterruptedCommand(
      { pid: process.pid, identity: 'another process of this number', folder: directory },
      10,
    );
    await endInterruptedCommand({ pid: 1, identity: 'x', folder }, 10);
    await access(directory);
    await access(folder);
    // Long enough that the command may end of itself, however busy the machine is.
    await endInterruptedCommand(checkpoint ?? null, 10_000);
    expect(await exited).toBe('SIGTERM');
    await expect(access(folder)).rejects.toThrow('ENOENT');
  });

  it('leaves folders that the next runs remove once they can belong to nobody', async () => {
    const [old, fresh] = [await makeStepFolder(), await makeStepFolder()];
    onTestFinished(() => removeStepFolder(fresh));
    const weekAgo = new Date(Date.now() - 9 * 24 * 3_600_000);
    await utimes(old, weekAgo, weekAgo);
    await sweepStepFolders();
    await expect(access(old)).rejects.toThrow('ENOENT');
    await access(fresh);
  });
});
