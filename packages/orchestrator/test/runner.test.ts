import {
  type Clock,
  type ExecutorOutcome,
  foldEvents,
  isOrchardError,
  type OperationEvent,
  OrchardError,
  systemClock,
} from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import { describe, expect, it } from 'vitest';
import { createRunner } from '../src/index.ts';
import { allEvents, done, forever, makeRunner, plan, tenantId } from './harness.ts';

const CHAIN = plan(`
version: 1
name: chain
steps:
  a: { uses: x, phase: spec }
  b: { uses: x, phase: implement, needs: a }
  c: { uses: x, phase: deploy, needs: [a, b] }
`);

const request = { tenantId, projectId: null, inputs: {} } as const;

function steps(events: readonly OperationEvent[], status: string): string[] {
  return events
    .filter((event) => event.type === 'step' && event.status === status)
    .map((event) => event.step ?? '');
}

describe('a run', () => {
  it('runs steps in order of their needs, hands outputs on, and logs every move without a gap', async () => {
    const runner = makeRunner(({ step, needs }, { emit }) => {
      emit({ type: 'log', level: 'info', message: `hello from ${step.key}` });
      emit({ type: 'progress', progress: 0.5 });
      return {
        status: 'succeeded',
        outputs: { from: Object.keys(needs).join('+') },
        ...(step.key === 'c' ? { url: 'http://x' } : {}),
      };
    });
    const { id: operationId } = await runner.start({ ...request, plan: CHAIN });
    const ended = await runner.wait({ operationId });
    expect(ended.status).toBe('succeeded');
    const events = await allEvents(runner, operationId);
    expect(events.map((event) => event.seq)).toEqual(events.map((_event, index) => index + 1));
    expect(steps(events, 'complete')).toEqual(['a', 'b', 'c']);
    expect(events.filter((event) => event.type === 'log').map((event) => event.message)).toEqual([
      'hello from a',
      'hello from b',
      'hello from c',
    ]);
    const phases = events
      .filter((event) => event.type === 'phase')
      .map((event) => `${event.phase} ${event.status}`);
    expect(phases).toEqual([
      'spec in_progress',
      'spec complete',
      'implement in_progress',
      'implement complete',
      'deploy in_progress',
      'deploy complete',
    ]);
    const view = foldEvents(events);
    expect(view).toMatchObject({ status: 'complete', progress: 1, url: 'http://x', ended: true });
    const run = await runner.store?.loadRun({ operationId });
    expect(run?.steps.map((step) => step.outputs)).toEqual([{ from: '' }, { from: 'a' }, { from: 'a+b' }]);
    await runner.close();
  });

  it('tries a failed step again as often as its tree says, and passes the same idempotency key', async () => {
    const tree = plan('version: 1\nname: t\nsteps:\n  a: { uses: x, retry: { max: 2, backoff: 1ms } }');
    const seen: string[] = [];
    const runner = makeRunner(({ attempt, idempotencyKey, fencingToken }) => {
      seen.push(`${attempt}/${fencingToken}/${idempotencyKey.split('/')[1]}`);
      return attempt < 3
        ? { status: 'failed', error: { code: 'X', message: 'not yet' }, retryable: true }
        : done;
    });
    const { id: operationId } = await runner.start({ ...request, plan: tree });
    expect((await runner.wait({ operationId })).status).toBe('succeeded');
    expect(seen).toEqual(['1/1/a', '2/2/a', '3/3/a']);
    await runner.close();
  });

  it('fails for good, skips what depends on it, and lets other branches end', async () => {
    const tree = plan(`
version: 1
name: t
steps:
  bad: { uses: x }
  after: { uses: x, needs: bad }
  later: { uses: x, needs: after }
  other: { uses: x }
`);
    const runner = makeRunner(({ step }) => {
      if (step.key === 'bad') throw new Error('boom');
      return done;
    });
    const { id: operationId } = await runner.start({ ...request, plan: tree });
    expect((await runner.wait({ operationId })).status).toBe('failed');
    const run = await runner.store?.loadRun({ operationId });
    const states = Object.fromEntries((run?.steps ?? []).map((step) => [step.key, step]));
    expect(states.bad).toMatchObject({ status: 'failed', error: { code: 'STEP_FAILED', message: 'boom' } });
    expect(states.after).toMatchObject({ status: 'skipped', skippedBecause: '"bad" failed' });
    expect(states.later).toMatchObject({ status: 'skipped' });
    expect(states.other).toMatchObject({ status: 'succeeded' });
    const view = foldEvents(await allEvents(runner, operationId));
    expect(view).toMatchObject({ status: 'failed', error: 'boom', ended: true });
    await runner.close();
  });

  it('ends a step that takes too long, even one that ignores its signal', async () => {
    const tree = plan(
      'version: 1\nname: t\nsteps:\n  a: { uses: x, timeout: 20ms }\n  b: { uses: y, timeout: 20ms }',
    );
    const deaf = { specVersion: 'v1', name: 'deaf', execute: () => new Promise<never>(() => {}) } as const;
    const runner = makeRunner(forever, { executors: { y: deaf } });
    const { id: operationId } = await runner.start({ ...request, plan: tree });
    expect((await runner.wait({ operationId })).status).toBe('failed');
    const run = await runner.store?.loadRun({ operationId });
    expect(run?.steps.map((step) => step.error?.code)).toEqual(['TIMEOUT', 'TIMEOUT']);
    await runner.close();
  });

  it('never runs more steps at once than the tree or the process allows', async () => {
    const keys = Array.from({ length: 12 }, (_value, index) => `s${index}`);
    const tree = plan(
      `version: 1\nname: t\nmax-parallel: 3\nsteps:\n${keys.map((key) => `  ${key}: { uses: x }`).join('\n')}`,
    );
    for (const slots of [2, 8]) {
      let running = 0;
      let most = 0;
      const runner = makeRunner(
        async () => {
          running += 1;
          most = Math.max(most, running);
          await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
          return done;
        },
        { slots },
      );
      const operations = await Promise.all([1, 2].map(() => runner.start({ ...request, plan: tree })));
      for (const { id } of operations)
        expect((await runner.wait({ operationId: id })).status).toBe('succeeded');
      expect(most).toBeLessThanOrEqual(slots === 2 ? 2 : 6);
      await runner.close();
    }
  });
});

describe('cancel and resume', () => {
  it('stops what runs, cancels the rest, and resume runs only what did not complete', async () => {
    let blocked = true;
    const ran: string[] = [];
    const runner = makeRunner((work, context) => {
      ran.push(work.step.key);
      return work.step.key === 'b' && blocked ? forever(work, context) : done;
    });
    const { id: operationId } = await runner.start({ ...request, plan: CHAIN });
    for await (const event of runner.events({ operationId }))
      if (event.step === 'b' && event.status === 'in_progress') break;
    expect(await runner.cancel({ operationId })).toBe(true);
    expect((await runner.wait({ operationId })).status).toBe('cancelled');
    expect(await runner.cancel({ operationId })).toBe(false);
    blocked = false;
    await runner.resume({ operationId });
    expect((await runner.wait({ operationId })).status).toBe('succeeded');
    expect(ran).toEqual(['a', 'b', 'b', 'c']);
    const events = await allEvents(runner, operationId);
    expect(events.map((event) => event.seq)).toEqual(events.map((_event, index) => index + 1));
    expect(foldEvents(events)).toMatchObject({ status: 'complete', progress: 1, ended: true });
    await expect(runner.resume({ operationId })).rejects.toSatisfy(
      (error) => isOrchardError(error) && error.code === 'OPERATION_NOT_RESUMABLE',
    );
    await runner.close();
  });
});

describe('a process that goes away', () => {
  it('leaves its steps to the next one, which does not repeat what is complete', async () => {
    const store = createMemoryStorage().operations;
    const first = makeRunner((work, context) => (work.step.key === 'b' ? forever(work, context) : done), {
      store,
    });
    const { id: operationId } = await first.start({ ...request, plan: CHAIN });
    for await (const event of first.events({ operationId }))
      if (event.step === 'b' && event.status === 'in_progress') break;
    await first.close();
    const ran: string[] = [];
    const second = makeRunner(
      ({ step, attempt, fencingToken }) => {
        ran.push(`${step.key} attempt ${attempt} epoch ${fencingToken}`);
        return done;
      },
      { store, exclusive: true },
    );
    await second.recover();
    expect((await second.wait({ operationId })).status).toBe('succeeded');
    expect(ran).toEqual(['b attempt 1 epoch 2', 'c attempt 1 epoch 1']);
    const events = await allEvents(second, operationId);
    expect(steps(events, 'complete')).toEqual(['a', 'b', 'c']);
    await second.close();
  });

  it('is noticed by its lease when others share the store, and its late words are refused', async () => {
    const store = createMemoryStorage().operations;
    const release = Promise.withResolvers<ExecutorOutcome>();
    // A paused process: it neither beats nor ends, and wakes up after it was taken over.
    const frozen = new Proxy(store, {
      get: (target, name) => {
        if (name === 'beat') return () => new Promise<never>(() => {});
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const zombie = makeRunner(
      async (_work, { emit }) => {
        const outcome = await release.promise;
        emit({ type: 'log', level: 'info', message: 'I am late' });
        return outcome;
      },
      { store: frozen, leaseMs: 40 },
    );
    const { id: operationId } = await zombie.start({
      ...request,
      plan: plan('version: 1\nname: t\nsteps:\n  a: { uses: x }'),
    });
    const heir = makeRunner(() => ({ status: 'succeeded', outputs: { by: 'heir' } }), { store, leaseMs: 40 });
    const stop = new AbortController();
    const working = heir.work({ signal: stop.signal });
    expect((await heir.wait({ operationId })).status).toBe('succeeded');
    release.resolve({ status: 'succeeded', outputs: { by: 'zombie' } });
    await zombie.close();
    const run = await store.loadRun({ operationId });
    expect(run?.steps[0]).toMatchObject({ outputs: { by: 'heir' }, epoch: 2, attempt: 1 });
    const events = await allEvents(heir, operationId);
    expect(events.some((event) => event.message === 'I am late')).toBe(false);
    stop.abort();
    await working;
    await heir.close();
  });
});

describe('what a step says', () => {
  it('is kept while the store cannot be written for a while', async () => {
    const store = createMemoryStorage().operations;
    const append = store.appendStepEvents.bind(store);
    const refused = Promise.withResolvers<void>();
    let failures = 3;
    store.appendStepEvents = async (batch) => {
      if (failures === 0) return append(batch);
      failures -= 1;
      if (failures === 0) refused.resolve();
      throw new OrchardError('STORAGE_UNAVAILABLE', 'The disk is full.');
    };
    const tree = plan('version: 1\nname: t\nsteps:\n  a: { uses: x }');
    const runner = makeRunner(
      async (_request, { emit }) => {
        emit({ type: 'log', level: 'info', message: 'one' });
        emit({ type: 'log', level: 'info', message: 'two' });
        await refused.promise;
        emit({ type: 'log', level: 'info', message: 'three' });
        return done;
      },
      { store },
    );
    const { id: operationId } = await runner.start({ ...request, plan: tree });
    const events = await allEvents(runner, operationId);
    const said = events.filter(({ type }) => type === 'log').map(({ message }) => message);
    expect(said).toEqual(['one', 'two', 'three']);
    await runner.close();
  });

  it('is given up with the runner, when the store is gone for good', async () => {
    const store = createMemoryStorage().operations;
    let asked = 0;
    store.appendStepEvents = async () => {
      asked += 1;
      throw new OrchardError('STORAGE_UNAVAILABLE', 'The database is closed.');
    };
    let sleeping = 0;
    const clock: Clock = {
      now: () => systemClock.now(),
      sleep: async (ms, signal) => {
        sleeping += 1;
        await systemClock.sleep(ms, signal).finally(() => {
          sleeping -= 1;
        });
      },
    };
    const runner = makeRunner(
      async (request, context) => {
        context.emit({ type: 'log', level: 'info', message: 'one' });
        return forever(request, context);
      },
      { store, clock },
    );
    await runner.start({ ...request, plan: plan('version: 1\nname: t\nsteps: { a: { uses: x } }') });
    await expect.poll(() => asked).toBeGreaterThan(0);
    await runner.close();
    await expect.poll(() => sleeping).toBe(0);
  });
});

describe('a reader of events', () => {
  it('loads the run, which holds all inputs, only when it may have ended', async () => {
    const store = createMemoryStorage().operations;
    const tree = plan('version: 1\nname: t\nsteps:\n  a: { uses: x }');
    const read = Promise.withResolvers<void>();
    const runner = makeRunner(
      async (_request, { emit }) => {
        emit({ type: 'log', level: 'info', message: 'one' });
        await read.promise;
        return done;
      },
      { store },
    );
    const { id: operationId } = await runner.start({ ...request, plan: tree });
    const reader = createRunner({ store, executors: {}, pollMs: 1 });
    const load = store.loadRun.bind(store);
    const list = store.listEvents.bind(store);
    const calls = { load: 0, list: 0 };
    // The runner itself has claimed its step and only waits now; what is counted is the reader's.
    store.loadRun = (key) => {
      calls.load += 1;
      return load(key);
    };
    store.listEvents = (key) => {
      calls.list += 1;
      if (calls.list === 20) {
        expect(calls.load).toBeLessThan(10);
        read.resolve();
      }
      return list(key);
    };
    const events = await allEvents(reader, operationId);
    expect(events.at(-1)?.type).toBe('complete');
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_event, index) => index + 1));
    await runner.close();
  });
});
