import { createMemoryStorage } from '@orchard-studio/core/memory';
import { describe, expect, it } from 'vitest';
import { done, makeRunner, plan } from '../harness.ts';
import { example, request, seen } from './scene.ts';

describe('concurrency groups', () => {
  const tree = (policy: string) => `
version: 1
name: t
concurrency: { group: "deploy-\${{ inputs.where }}", on-conflict: ${policy} }
inputs: { where: { default: here } }
steps: { work: { uses: gate } }
`;
  function gated() {
    const opened = new Map<string, () => void>();
    let running = 0;
    let most = 0;
    const runner = makeRunner(() => done, {
      executors: {
        gate: {
          specVersion: 'v1',
          name: 'gate',
          execute: async ({ operation }, { signal }) => {
            running += 1;
            most = Math.max(most, running);
            await new Promise<void>((resolve) => {
              opened.set(operation.id, resolve);
              signal.addEventListener('abort', () => resolve());
            });
            running -= 1;
            signal.throwIfAborted();
            return done;
          },
        },
      },
    });
    return { runner, opened, most: () => most };
  }
  const until = async (fits: () => boolean) => {
    while (!fits()) await new Promise((resolve) => setImmediate(resolve));
  };

  it('queue: one after the other; another group at the same time', async () => {
    const { runner, opened, most } = gated();
    const start = (where: string) =>
      runner.start({ ...request, inputs: { where }, plan: plan(tree('queue')) });
    const [first, second, elsewhere] = [await start('a'), await start('a'), await start('b')];
    await until(() => opened.has(first.id) && opened.has(elsewhere.id));
    expect(opened.has(second.id)).toBe(false);
    opened.get(first.id)?.();
    await until(() => opened.has(second.id));
    opened.get(second.id)?.();
    opened.get(elsewhere.id)?.();
    for (const { id } of [first, second, elsewhere])
      expect((await runner.wait({ operationId: id })).status).toBe('succeeded');
    expect(most()).toBe(2);
    await runner.close();
  });

  it('reject and cancel-running', async () => {
    const { runner, opened } = gated();
    const inputs = { where: 'x' };
    const first = await runner.start({ ...request, inputs, plan: plan(tree('reject')) });
    await until(() => opened.has(first.id));
    await expect(runner.start({ ...request, inputs, plan: plan(tree('reject')) })).rejects.toMatchObject({
      code: 'GROUP_BUSY',
      details: { holder: first.id },
    });
    const third = await runner.start({ ...request, inputs, plan: plan(tree('cancel-running')) });
    expect((await runner.wait({ operationId: first.id })).status).toBe('cancelled');
    await until(() => opened.has(third.id));
    opened.get(third.id)?.();
    expect((await runner.wait({ operationId: third.id })).status).toBe('succeeded');
    await runner.close();
  });
});

describe('pools', () => {
  it('a worker takes the steps of its own pools only', async () => {
    const store = createMemoryStorage().operations;
    const tree = plan('version: 1\nname: t\nsteps:\n  a: { uses: x }\n  b: { uses: x, needs: a, pool: big }');
    const [small, big] = [example({ store }), example({ store, pools: ['big'] })];
    const { id } = await small.runner.start({ ...request, plan: tree });
    await seen(small.runner, id, ({ step, status }) => step === 'a' && status === 'complete');
    await big.runner.recover();
    expect((await big.runner.wait({ operationId: id })).status).toBe('succeeded');
    expect([small.ran, big.ran]).toEqual([['a'], ['b']]);
    await Promise.all([small.runner.close(), big.runner.close()]);
  });
});
