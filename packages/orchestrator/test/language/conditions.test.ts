import { describe, expect, it } from 'vitest';
import { forever, plan } from '../harness.ts';
import { example, request, run, seen, statuses } from './scene.ts';

describe('conditions', () => {
  it('decide what runs: by values, and by what became of others', async () => {
    const { steps, ended } = await run(`
version: 1
name: t
inputs: { go: { type: boolean, default: false } }
steps:
  bad: { uses: x }
  after: { uses: x, needs: bad }
  rescue: { uses: x, needs: bad, if: failure() }
  further: { uses: x, needs: after, if: failure() }
  tidy: { uses: x, needs: [bad, after], if: always() }
  off: { uses: x, if: inputs.go }
  on: { uses: x, if: "!inputs.go" }
  told: { uses: x, needs: on, if: "needs.on.result == 'success'" }
`);
    expect(steps).toEqual({
      bad: 'failed',
      after: 'skipped',
      rescue: 'succeeded',
      further: 'succeeded',
      tidy: 'succeeded',
      off: 'skipped',
      on: 'succeeded',
      told: 'succeeded',
    });
    expect(ended.status).toBe('failed');
  });

  it('a failure that is ignored counts as success', async () => {
    const { steps, ended, events } = await run(`
version: 1
name: t
steps:
  bad: { uses: x, continue-on-error: true, phase: test }
  next: { uses: x, needs: bad, phase: deploy }
`);
    expect([ended.status, steps]).toEqual(['succeeded', { bad: 'failed', next: 'succeeded' }]);
    expect(events.filter(({ type, status }) => type === 'phase' && status === 'failed')).toEqual([]);
  });

  it('an expression that fails fails its step, and says why', async () => {
    const { steps, ended, events } = await run(`
version: 1
name: t
steps:
  a: { uses: x, with: { list: "\${{ fromJSON('[') }}" } }
  b: { uses: x, if: "fromJSON('{')" }
  c: { uses: x, needs: [a, b], if: always() }
`);
    expect([ended.status, steps]).toEqual(['failed', { a: 'failed', b: 'failed', c: 'succeeded' }]);
    expect(events.filter(({ type }) => type === 'error')[0]?.data).toEqual({ code: 'EXPRESSION_INVALID' });
  });
});

describe('a matrix', () => {
  it('runs once per combination, made from what its needs put out', async () => {
    const { steps, ended, ran } = await run(`
version: 1
name: t
steps:
  list: { uses: x, with: { names: [a, b] } }
  each:
    uses: x
    needs: list
    strategy: { matrix: { name: "\${{ needs.list.outputs.names }}", size: [1, 2], exclude: [{ name: b, size: 2 }] } }
    with: { said: "\${{ matrix.name }}-\${{ matrix.size }}" }
  sum: { uses: x, needs: each, with: { all: "\${{ join(needs.each.outputs.combinations.*.outputs.said, '+') }}" } }
outputs: { all: "\${{ steps.sum.outputs.all }}" }
`);
    expect(steps).toMatchObject({ 'each.0': 'succeeded', 'each.2': 'succeeded', each: 'succeeded' });
    expect(ran).toEqual(['list', 'each.0', 'each.1', 'each.2', 'sum']);
    expect(ended.outputs).toEqual({ all: 'a-1+a-2+b-1' });
  });

  it('may be empty, and ends with its first failure', async () => {
    const { steps } = await run(`
version: 1
name: t
steps:
  none: { uses: x, strategy: { matrix: { n: [] } } }
  bad: { uses: x, strategy: { max-parallel: 1, matrix: { n: [1, 2, 3] } } }
  badly: { uses: x, strategy: { fail-fast: false, matrix: { n: [1, 2] } } }
`);
    expect(steps).toEqual({
      none: 'skipped',
      bad: 'failed',
      'bad.0': 'failed',
      'bad.1': 'skipped',
      'bad.2': 'skipped',
      badly: 'failed',
      'badly.0': 'failed',
      'badly.1': 'failed',
    });
  });
});

describe('finally', () => {
  const TREE = `
version: 1
name: t
steps:
  work: { uses: WORK }
  later: { uses: x, needs: work }
finally:
  tidy: { uses: x, with: { was: "\${{ steps.work.result }}" } }
  tell: { uses: x, needs: tidy, if: failure() }
`;
  it('runs after everything, when all went well', async () => {
    const { steps, ran } = await run(TREE.replace('WORK', 'x'));
    expect(ran).toEqual(['work', 'later', 'tidy']);
    expect(steps).toMatchObject({ tidy: 'succeeded', tell: 'skipped' });
  });

  it('runs after a cancel, and the operation ends cancelled', async () => {
    const { runner, ran } = example({
      executors: {
        forever: { specVersion: 'v1', name: 'forever', execute: async (...call) => forever(...call) },
      },
    });
    const { id } = await runner.start({ ...request, plan: plan(TREE.replace('WORK', 'forever')) });
    await seen(runner, id, ({ step, status }) => step === 'work' && status === 'in_progress');
    await runner.cancel({ operationId: id });
    const ended = await runner.wait({ operationId: id });
    expect(ended.status).toBe('cancelled');
    expect(ran).toEqual(['tidy']);
    expect(await statuses(runner, ended)).toMatchObject({ work: 'cancelled', later: 'cancelled' });
    await runner.close();
  });
});

describe('fail-fast', () => {
  it('stops what runs, skips the rest, and lets the steps run that ask for it', async () => {
    const { runner, ran } = example({
      executors: {
        forever: { specVersion: 'v1', name: 'forever', execute: async (...call) => forever(...call) },
      },
    });
    const tree = `
version: 1
name: t
fail-fast: true
steps:
  long: { uses: forever }
  bad: { uses: x }
  other: { uses: x, needs: long }
  rescue: { uses: x, needs: bad, if: failure() }
`;
    const { id } = await runner.start({ ...request, plan: plan(tree) });
    const ended = await runner.wait({ operationId: id });
    expect(ended.status).toBe('failed');
    expect(await statuses(runner, ended)).toEqual({
      long: 'cancelled',
      bad: 'failed',
      other: 'skipped',
      rescue: 'succeeded',
    });
    expect(ran).toEqual(['bad', 'rescue']);
    await runner.close();
  });
});
