import { type ExecutorContext, type OperationStore, OrchardError, systemClock } from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import { expect, it, onTestFinished } from 'vitest';
import { done, forever, makeRunner, plan, tenantId } from './harness.ts';

const one = {
  tenantId,
  projectId: null,
  inputs: {},
  plan: plan('version: 1\nname: t\nsteps: { a: { uses: x } }'),
};

const aborted = ({ signal }: ExecutorContext): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** A store that no sign of life reaches. */
function cutOff(store: OperationStore): OperationStore {
  return new Proxy(store, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return name === 'beat'
        ? () => Promise.reject(new OrchardError('STORAGE_UNAVAILABLE', 'Cut off.'))
        : value.bind(target);
    },
  });
}

it('a runner that is closed waits until its executors have stopped', async () => {
  const started = Promise.withResolvers<void>();
  let cleaned = false;
  const runner = makeRunner(
    async (_request, context) => {
      started.resolve();
      await aborted(context);
      await systemClock.sleep(30);
      cleaned = true;
      throw context.signal.reason;
    },
    { graceMs: 5_000 },
  );
  await runner.start(one);
  await started.promise;
  await runner.close();
  expect(cleaned).toBe(true);
});

it('a runner that is closed does not wait for ever', async () => {
  const started = Promise.withResolvers<void>();
  const runner = makeRunner(() => {
    started.resolve();
    return new Promise(() => undefined);
  });
  await runner.start(one);
  await started.promise;
  await expect(runner.close()).resolves.toBeUndefined();
});

it('an attempt that was lost and ends late does not cost the process its newer attempt of the same step', async () => {
  const store = createMemoryStorage().operations;
  const late = Promise.withResolvers<void>();
  const epochs: number[] = [];
  const silent = cutOff(store);
  const first = makeRunner(
    async ({ fencingToken, operation }) => {
      epochs.push(fencingToken);
      if (fencingToken === 1) await late.promise;
      else {
        late.resolve();
        // Somebody else changes the operation: the process reads it anew, and finds the step running.
        await second.decide({ operationId: operation.id, step: 'ask', decision: 'approved', by: 'Ada' });
        await systemClock.sleep(60);
      }
      return done;
    },
    { store: silent, leaseMs: 100, graceMs: 5_000 },
  );
  onTestFinished(() => first.close());
  const taken = Promise.withResolvers<void>();
  const second = makeRunner(
    (request, context) => {
      epochs.push(request.fencingToken);
      taken.resolve();
      return forever(request, context);
    },
    { store, leaseMs: 100 },
  );
  const asks = plan('version: 1\nname: t\nsteps: { a: { uses: x }, ask: { uses: approval } }');
  const { id: operationId } = await first.start({ ...one, plan: asks });
  await expect.poll(() => epochs).toEqual([1]);
  await second.recover();
  await taken.promise;
  await second.close();
  const { status } = await first.wait({ operationId });
  expect({ status, epochs }).toEqual({ status: 'succeeded', epochs: [1, 2, 3] });
});

it('an attempt whose operation ended elsewhere is told to stop, and a runner that is closed waits for it', async () => {
  const store = createMemoryStorage().operations;
  const started = Promise.withResolvers<void>();
  let cleaned = false;
  const first = makeRunner(
    async (_request, context) => {
      started.resolve();
      await aborted(context);
      await systemClock.sleep(30);
      cleaned = true;
      throw context.signal.reason;
    },
    { store: cutOff(store), leaseMs: 100, graceMs: 5_000, slots: 1 },
  );
  const { id: operationId } = await first.start(one);
  await started.promise;
  const second = makeRunner(() => done, { store, leaseMs: 100 });
  await second.recover();
  await second.wait({ operationId });
  await second.close();
  await first.wait({ operationId });
  await first.close();
  expect(cleaned).toBe(true);
});
