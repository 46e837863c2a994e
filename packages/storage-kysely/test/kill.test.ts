import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { operationIdSchema } from '@orchard-studio/core';
import { expect, it, onTestFinished } from 'vitest';
import { createSqliteStorage, type Durability } from '../src/index.ts';
import { freshFolder } from './fresh-storage.ts';

const scope = { defer: onTestFinished };
const program = fileURLToPath(import.meta.resolve('./committing-process.ts'));

/** Lines the process got out before it was killed with SIGKILL, after at least `count` of them. */
async function killAfter(count: number, path: string, durability: Durability): Promise<readonly string[]> {
  const args = ['--conditions=@orchard-studio/source', program, path, durability];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (lines.length === count) child.kill('SIGKILL');
  }
  return lines;
}

it.each([
  ['full', 3],
  ['full', 30],
  ['normal', 200],
] satisfies readonly [Durability, number][])(
  'keeps every acknowledged commit when the process is killed (%s, after %i lines)',
  async (durability, count) => {
    const path = join(freshFolder(scope), 'orchard.db');
    const [id, ...acknowledged] = await killAfter(count, path, durability);
    const operationId = operationIdSchema.parse(id);
    const [version = 0, lastSeq = 0] = (acknowledged.at(-1) ?? '').split(' ').map(Number);
    expect(version).toBeGreaterThanOrEqual(count - 1);

    const storage = createSqliteStorage({ path, durability });
    onTestFinished(() => storage.close());
    const run = await storage.operations.loadRun({ operationId });
    const stored = run?.operation.version ?? -1;
    // One more commit may have been made durable before its line got out.
    expect([version, version + 1]).toContain(stored);
    expect(run?.operation.lastSeq).toBe(1 + 2 * stored);
    expect(lastSeq).toBe(1 + 2 * version);
    expect(run?.steps[0]).toMatchObject({ epoch: stored, outputs: { version: stored } });
    const events = await storage.operations.listEvents({ operationId, after: 0, limit: 100_000 });
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 1 + 2 * stored }, (_, at) => at + 1));
  },
);
