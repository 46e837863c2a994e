import { type Operation, type OperationEvent, operationIdSchema } from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import { describe, expect, it } from 'vitest';
import { parseTree, planTree, type Runner, resolveInputs } from '../src/index.ts';
import { allEvents, done, forever, makeRunner, plan, tenantId } from './harness.ts';

const request = { tenantId, projectId: null, inputs: {} } as const;
const failed = { status: 'failed', error: { code: 'X', message: 'no' }, retryable: false } as const;

/** Steps whose key begins with `bad` fail; others put out what their `with` says. */
function example(options: Parameters<typeof makeRunner>[1] = {}) {
  const ran: string[] = [];
  const runner = makeRunner(({ step, stepId }) => {
    ran.push(stepId);
    return step.key.startsWith('bad') ? failed : { status: 'succeeded', outputs: step.with };
  }, options);
  return { runner, ran };
}

async function statuses(runner: ReturnType<typeof makeRunner>, operation: Operation) {
  const store = makeStore(runner);
  const run = await store.loadRun({ operationId: operation.id });
  return Object.fromEntries(run?.steps.map(({ key, status }) => [key, status]) ?? []);
}

function makeStore(runner: ReturnType<typeof makeRunner>) {
  if (runner.store === undefined) throw new Error('no store');
  return runner.store;
}

async function run(yaml: string, inputs = {}) {
  const { runner, ran } = example();
  const started = await runner.start({ ...request, plan: plan(yaml), inputs });
  const ended = await runner.wait({ operationId: started.id });
  const steps = await statuses(runner, ended);
  const events = await allEvents(runner, ended.id);
  await runner.close();
  return { ended, steps, ran, events };
}

/** Resolves once an event of the operation fits. */
async function seen(runner: Runner, operationId: string, fits: (event: OperationEvent) => boolean) {
  for await (const event of runner.events({ operationId: operationIdSchema.parse(operationId) }))
    if (fits(event)) return event;
  throw new Error('The operation ended without it.');
}

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
