import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { operationIdSchema, randomIds } from '@orchard-studio/core';
import { processIdentity } from '@orchard-studio/local';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RunBook } from '../../src/trees/run-book.ts';
import { tempFolder } from '../command.ts';

async function books() {
  const path = join(await tempFolder(), 'runs.sqlite');
  const book = new RunBook(path);
  onTestFinished(() => book.close());
  const id = operationIdSchema.parse(randomIds.next('operation'));
  /** What another process has written. */
  const enter = (pid: number, identity: string, pools: readonly string[]): void => {
    const database = new DatabaseSync(path);
    database
      .prepare('INSERT INTO workers (operation_id, pid, identity, pools) VALUES (?, ?, ?, ?)')
      .run(id, pid, identity, JSON.stringify(pools));
    database.close();
  };
  return { book, id, enter };
}

describe('who works on an operation', () => {
  it('is one process for each pool, and a dead one does not count', async () => {
    const { book, id, enter } = await books();
    const other = spawn('sleep', ['600']);
    onTestFinished(() => void other.kill('SIGKILL'));
    const pid = other.pid ?? 0;
    enter(pid, (await processIdentity(pid)) ?? '', ['gpu']);
    // A number that belongs to another process by now.
    enter(process.ppid, 'started at another time', ['default']);
    expect((await book.workersOf(id)).map((worker) => worker.pid)).toEqual([pid]);
    expect(await book.enlist(id, ['gpu', 'default'])).toMatchObject({ pid, pools: ['gpu'] });
    expect(await book.enlist(id, ['default'])).toBeUndefined();
    expect(await book.workersOf(id)).toHaveLength(2);
    other.kill('SIGKILL');
    await once(other, 'exit');
    expect(await book.enlist(id, ['gpu', 'default'])).toBeUndefined();
    book.leave();
    expect(await book.workersOf(id)).toEqual([]);
  });
});
