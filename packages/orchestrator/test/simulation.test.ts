import {
  type Operation,
  type OperationStore,
  OrchardError,
  type Plan,
  type StepStatus,
} from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import { describe, expect, it } from 'vitest';
import { hashPlan } from '../src/index.ts';
import { allEvents, done, makeRunner, tenantId } from './harness.ts';

/** mulberry32: a small seeded generator, so that a failing seed can be run again. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Script {
  readonly plan: Plan;
  /** How often each step fails before it would succeed. */
  readonly failures: ReadonlyMap<string, number>;
}

function randomScript(random: () => number): Script {
  const count = 1 + Math.floor(random() * 9);
  const failures = new Map<string, number>();
  const steps = Array.from({ length: count }, (_value, index) => {
    const key = `s${index}`;
    failures.set(key, random() < 0.3 ? Math.floor(random() * 3) : 0);
    const needs = Array.from({ length: index }, (_need, other) => `s${other}`).filter(() => random() < 0.3);
    return {
      key,
      name: key,
      phase: 'implement' as const,
      needs,
      uses: 'x',
      with: {},
      env: {},
      retry: { max: Math.floor(random() * 3), backoffMs: 0 },
      timeoutMs: 60_000,
      weight: 1,
    };
  });
  return { plan: { version: 1, name: 'sim', steps, maxParallel: 1 + Math.floor(random() * 4) }, failures };
}

/** What must come out, decided without any of the runner's code. */
function expected({ plan, failures }: Script): Map<string, StepStatus> {
  const result = new Map<string, StepStatus>();
  for (const step of plan.steps) {
    const reachable = step.needs.every((need) => result.get(need) === 'succeeded');
    const succeeds = (failures.get(step.key) ?? 0) <= step.retry.max;
    result.set(step.key, !reachable ? 'skipped' : succeeds ? 'succeeded' : 'failed');
  }
  return result;
}

/** A store that fails before a call, or does it and loses the answer. */
function unreliable(store: OperationStore, random: () => number, onCall: () => void): OperationStore {
  return new Proxy(store, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return async (...args: readonly unknown[]) => {
        onCall();
        const lost = new OrchardError('STORAGE_UNAVAILABLE', 'The connection was lost.');
        if (random() < 0.08) throw lost;
        const result: unknown = await value.apply(target, args);
        if (random() < 0.08) throw lost;
        return result;
      };
    },
  });
}

async function simulate(seed: number): Promise<void> {
  const random = randomOf(seed);
  const script = randomScript(random);
  const store = createMemoryStorage().operations;
  const tries = new Map<string, number>();
  const executions: string[] = [];
  const body: Parameters<typeof makeRunner>[0] = async ({ step, attempt }, { emit, signal }) => {
    executions.push(step.key);
    for (let turns = Math.floor(random() * 4); turns > 0; turns -= 1)
      await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    emit({ type: 'log', level: 'info', message: `attempt ${attempt}` });
    tries.set(step.key, attempt);
    if (attempt <= (script.failures.get(step.key) ?? 0))
      return { status: 'failed', error: { code: 'X', message: 'no' }, retryable: true };
    return done;
  };
  const request = { tenantId, projectId: null, plan: script.plan, inputs: {}, idempotencyKey: 'once' };
  let operation: Operation | undefined;
  // Processes come and go until one of them sees the end.
  for (let process = 0; ; process += 1) {
    expect(process, `seed ${seed}: no end`).toBeLessThan(60);
    const last = process > 40;
    const life = new AbortController();
    let callsLeft = Math.floor(random() * 60);
    const onCall = (): void => {
      callsLeft -= 1;
      if (callsLeft < 0) life.abort(new Error('killed'));
    };
    const runner = makeRunner(body, {
      store: last ? store : unreliable(store, random, onCall),
      maxTakeovers: 1_000,
      exclusive: true,
      pollMs: 1,
      slots: 1 + Math.floor(random() * 4),
    });
    try {
      operation = await runner.start(request);
      await runner.recover();
      const ended = await runner.wait({ operationId: operation.id, signal: life.signal });
      if (ended.finishedAt !== null) break;
    } catch {
      // Killed, or its store failed it: the next process goes on.
    } finally {
      await runner.close();
    }
  }
  await check(seed, store, operation, script, executions);
}

async function check(
  seed: number,
  store: OperationStore,
  operation: Operation | undefined,
  script: Script,
  executions: readonly string[],
): Promise<void> {
  const run = operation && (await store.loadRun({ operationId: operation.id }));
  if (run === undefined) throw new Error(`seed ${seed}: no operation`);
  expect(run.operation.planHash).toBe(hashPlan(script.plan));
  const states = new Map(run.steps.map((step) => [step.key, step.status]));
  expect(states, `seed ${seed}`).toEqual(expected(script));
  const events = await allEvents(
    makeRunner(() => done, { store }),
    run.operation.id,
  );
  expect(
    events.map(({ seq }) => seq),
    `seed ${seed}: gap`,
  ).toEqual(events.map((_event, index) => index + 1));
  for (const [key, status] of states) {
    const ends = events.filter(
      (event) => event.type === 'step' && event.step === key && event.status === 'complete',
    );
    expect(ends.length, `seed ${seed}: ${key} completed ${ends.length} times`).toBe(
      status === 'succeeded' ? 1 : 0,
    );
    if (status === 'skipped')
      expect(executions, `seed ${seed}: ${key} ran though skipped`).not.toContain(key);
    const end = ends[0]?.seq ?? Number.POSITIVE_INFINITY;
    const later = events.filter((event) => event.step === key && event.seq > end);
    expect(later, `seed ${seed}: ${key} went on after its end`).toEqual([]);
  }
  expect(events.at(-1)?.type, `seed ${seed}`).toBe('complete');
  expect(events.filter(({ type }) => type === 'complete')).toHaveLength(1);
}

describe('simulation with a failing store and processes that die', () => {
  const seeds = process.env.ORCHARD_PROVE === undefined ? 150 : 3_000;
  it(`reaches the expected end for ${seeds} seeds, each completion recorded once`, {
    timeout: 600_000,
  }, async () => {
    for (let seed = 1; seed <= seeds; seed += 1) await simulate(seed);
  });
});
