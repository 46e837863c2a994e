import { createMemoryStorage } from '@orchard-studio/core/memory';
import { describe, expect, it } from 'vitest';
import { done, forever, makeRunner, plan } from '../harness.ts';
import { example, request } from './scene.ts';

describe('rerun', () => {
  const TREE = `
version: 1
name: t
steps:
  a: { uses: x, with: { v: 1 } }
  b: { uses: x, needs: a, with: { v: "\${{ needs.a.outputs.v }}" } }
  c: { uses: x, needs: b }
  d: { uses: x, needs: a }
finally: { tidy: { uses: x } }
`;
  it('repeats a step and what needs it; what completed keeps its outputs', async () => {
    const { runner, ran } = example();
    const { id } = await runner.start({ ...request, plan: plan(TREE) });
    await runner.wait({ operationId: id });
    ran.length = 0;
    const again = await runner.rerun({ operationId: id, from: 'b' });
    const ended = await runner.wait({ operationId: again.id });
    expect([ended.status, ran, ended.forkedFrom]).toEqual([
      'succeeded',
      ['b', 'c', 'tidy'],
      { operationId: id, step: 'b' },
    ]);
    ran.length = 0;
    const only = await runner.rerun({ operationId: id, from: 'b', scope: 'only' });
    await runner.wait({ operationId: only.id });
    expect(ran).toEqual(['b', 'tidy']);
    await expect(runner.rerun({ operationId: id, from: 'bb' })).rejects.toThrow('did you mean "b"');
    await runner.close();
  });

  it('with a newer plan runs what is new', async () => {
    const { runner, ran } = example();
    const { id } = await runner.start({ ...request, plan: plan(TREE) });
    await runner.wait({ operationId: id });
    ran.length = 0;
    const newer = plan(TREE.replace('  d:', '  e: { uses: x, needs: a }\n  d:'));
    const again = await runner.rerun({ operationId: id, from: 'c', plan: newer });
    await runner.wait({ operationId: again.id });
    expect(ran.toSorted()).toEqual(['c', 'e', 'tidy']);
    await runner.close();
  });
});

describe('a cancel after a crash', () => {
  it('lets the executor clean up what the dead attempt left, and runs nothing', async () => {
    const store = createMemoryStorage().operations;
    const tree = plan('version: 1\nname: t\nsteps: { work: { uses: x } }');
    const dead = makeRunner(
      async (...call) => {
        await call[1].beat({ checkpoint: { pid: 1 } });
        return forever(...call);
      },
      { store },
    );
    const { id } = await dead.start({ ...request, plan: tree });
    const saved = async () => (await store.loadRun({ operationId: id }))?.steps[0]?.checkpoint;
    while ((await saved()) === null) await new Promise((resolve) => setImmediate(resolve));
    await dead.close();

    const seenBy: unknown[] = [];
    const next = makeRunner(
      ({ checkpoint }, { signal }) => {
        seenBy.push([checkpoint, signal.aborted]);
        signal.throwIfAborted();
        return done;
      },
      { store, exclusive: true },
    );
    await store.requestCancel({ operationId: id, at: new Date().toISOString() });
    await next.recover();
    expect((await next.wait({ operationId: id })).status).toBe('cancelled');
    expect(seenBy).toEqual([[{ pid: 1 }, true]]);
    await next.close();
  });
});
