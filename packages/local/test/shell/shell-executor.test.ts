import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutorEvent, ExecutorRequest } from '@orchard-studio/core';
import { executorRequest } from '@orchard-studio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createShellExecutor } from '../../src/shell/shell-executor.ts';

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
    context: { emit: (event: ExecutorEvent) => void events.push(event), beat: async () => undefined, signal },
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

describe('a run step whose host was killed', () => {
  it('ends what the earlier attempt left running, and nothing that only has its number', async () => {
    const { commandCheckpoint, endInterruptedCommand } = await import(
      '../../src/shell/interrupted-command.ts'
    );
    const { spawn } = await import('node:child_process');
    const child = spawn('/bin/sh', ['-c', 'sleep 600'], { detached: true });
    const exited = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
    const checkpoint = await commandCheckpoint(child.pid ?? 0);
    await endInterruptedCommand({ pid: process.pid, identity: 'another process of this number' }, 10);
    await endInterruptedCommand({ pid: 1, identity: 'x' }, 10);
    await endInterruptedCommand(checkpoint ?? null, 10);
    expect(await exited).toBe('SIGTERM');
  });
});
