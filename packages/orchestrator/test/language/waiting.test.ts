import { createMemoryStorage } from '@orchard-studio/core/memory';
import { describe, expect, it } from 'vitest';
import { parseTree, planTree, type Runner, resolveInputs } from '../../src/index.ts';
import { allEvents, forever, plan, tenantId } from '../harness.ts';
import { example, makeStore, request, run, seen } from './scene.ts';

describe('waiting', () => {
  const APPROVAL = `
version: 1
name: t
steps:
  ask: { uses: approval, timeout: 1h, with: { message: "Ship \${{ inputs.what }}?" } }
  ship: { uses: x, needs: ask, with: { by: "\${{ needs.ask.outputs.by }}" } }
  other: { uses: x }
inputs: { what: { default: it } }
`;
  const start = async (runner: Runner) => {
    const { id } = await runner.start({ ...request, inputs: { what: 'this' }, plan: plan(APPROVAL) });
    const asked = await seen(runner, id, ({ type }) => type === 'approval');
    return { id, asked };
  };

  it('an approval lets other branches run, and goes on when a person says so', async () => {
    const { runner, ran } = example();
    const { id, asked } = await start(runner);
    expect(asked.message).toBe('Ship this?');
    await seen(runner, id, ({ step, status }) => step === 'other' && status === 'complete');
    await runner.decide({ operationId: id, step: 'ask', decision: 'approved', by: 'Ada' });
    const ended = await runner.wait({ operationId: id });
    expect([ended.status, ran]).toEqual(['succeeded', ['other', 'ship']]);
    await expect(
      runner.decide({ operationId: id, step: 'ask', decision: 'rejected', by: 'Bob' }),
    ).rejects.toMatchObject({ code: 'STEP_NOT_WAITING' });
    await runner.close();
  });

  it('a rejection fails the step; another process may take it down', async () => {
    const store = createMemoryStorage().operations;
    const { runner } = example({ store });
    const { id } = await start(runner);
    const { runner: other } = example({ store });
    await other.decide({ operationId: id, step: 'ask', decision: 'rejected', by: 'Bob', comment: 'Not yet' });
    const ended = await runner.wait({ operationId: id });
    expect(ended.status).toBe('failed');
    const events = await allEvents(runner, id);
    expect(events.find(({ type }) => type === 'error')?.message).toBe('Rejected by Bob: Not yet');
    await Promise.all([runner.close(), other.close()]);
  });

  it('an approval that nobody gives fails; a wait ends by itself', async () => {
    const { ended, steps, ran } = await run(`
version: 1
name: t
steps:
  ask: { uses: approval, timeout: 50ms }
  pause: { uses: wait, with: { for: 20ms } }
  next: { uses: x, needs: pause }
`);
    expect([ended.status, ran]).toEqual(['failed', ['next']]);
    expect(steps).toEqual({ ask: 'failed', pause: 'succeeded', next: 'succeeded' });
  });
});

describe('sub-trees', () => {
  const child = (body: string) =>
    parseTree(`
version: 1
name: child
inputs: { n: { type: number, required: true } }
steps: { one: ${body} }
outputs: { twice: "\${{ steps.one.outputs.n }}" }
`);
  const PARENT = plan(`
version: 1
name: parent
steps:
  call: { uses: tree, with: { tree: child, inputs: { n: 4 } } }
  after: { uses: x, needs: call, with: { got: "\${{ needs.call.outputs.twice }}" } }
outputs: { got: "\${{ steps.after.outputs.got }}" }
`);
  const trees = (body: string) => (_name: string, inputs: object) => {
    const tree = child(body);
    return { plan: planTree(tree), inputs: resolveInputs(tree, { ...inputs }) };
  };

  it('run as steps, hand their outputs back, and need no slot of their own', async () => {
    const { runner } = example({ slots: 1, trees: trees(`{ uses: x, with: { n: "\${{ inputs.n }}" } }`) });
    const { id } = await runner.start({ ...request, plan: PARENT });
    const ended = await runner.wait({ operationId: id });
    expect([ended.status, ended.outputs]).toEqual(['succeeded', { got: 4 }]);
    const all = await makeStore(runner).listOperations({ tenantId });
    expect(all.find(({ tree }) => tree === 'child')?.parent).toEqual({ operationId: id, step: 'call' });
    await runner.close();
  });

  it('are cancelled with their parent, which waits for their end', async () => {
    const { runner } = example({
      trees: trees('{ uses: forever }'),
      executors: {
        forever: { specVersion: 'v1', name: 'forever', execute: async (...call) => forever(...call) },
      },
    });
    const { id } = await runner.start({ ...request, plan: PARENT });
    const store = makeStore(runner);
    const childOf = async () =>
      (await store.listOperations({ tenantId })).find(({ tree }) => tree === 'child');
    await seen(runner, id, ({ step, status }) => step === 'call' && status === 'waiting');
    while ((await childOf())?.status !== 'running') await new Promise((resolve) => setImmediate(resolve));
    await runner.cancel({ operationId: id });
    expect((await runner.wait({ operationId: id })).status).toBe('cancelled');
    expect((await childOf())?.status).toBe('cancelled');
    await runner.close();
  });

  it('a tree that calls itself is stopped', async () => {
    const self = parseTree(`
version: 1
name: self
steps: { again: { uses: tree, with: { tree: self } } }
`);
    const { runner } = example({ trees: () => ({ plan: planTree(self), inputs: {} }) });
    const { id } = await runner.start({ ...request, plan: planTree(self) });
    expect((await runner.wait({ operationId: id })).status).toBe('failed');
    expect(await makeStore(runner).listOperations({ tenantId })).toHaveLength(9);
    await runner.close();
  });
});
