import { type Clock, type Operation, type OperationStore, type Plan, planSchema } from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import { expect, test } from 'vitest';
import { createRunner, type Runner } from '../../src/index.ts';
import { tenantId } from '../harness.ts';
import { type Random, randomOf } from './random.ts';
import { randomScript, type Script } from './script.ts';
import { Timeline } from './timeline.ts';

const SEEDS = process.env.ORCHARD_PROVE === undefined ? 60 : 3_000;
/** So long that whoever relies on it is found out. */
const POLL_MS = 24 * 3_600_000;
const ASK_MS = 5_000;
const REST_MS = 3_000;

const step = (key: string, uses: string, rest: object): object => ({
  ...{ key, uses, name: key, phase: 'test', needs: [], with: {}, env: {}, weight: 1 },
  ...{ retry: { max: 0, backoffMs: 0 }, timeoutMs: POLL_MS },
  ...rest,
});

const small = planSchema.parse({
  version: 1,
  name: 'small',
  maxParallel: 2,
  steps: [step('one', 'x', {}), step('two', 'x', { needs: ['one'] })],
});

/** A random tree in which somebody is asked, something waits, and a sub-tree runs. */
function withWaits({ plan }: Script): Plan {
  const waits = [
    step('ask', 'approval', {}),
    step('rest', 'wait', { needs: ['ask'], with: { for: REST_MS } }),
    step('sub', 'tree', { needs: ['rest'], with: { tree: 'small' } }),
    step('after', 'x', { needs: ['sub'] }),
  ];
  return planSchema.parse({ ...plan, steps: [...waits, ...plan.steps] });
}

/** Longest that all retries of a plan may wait: each twice as long as the one before. */
const backoffs = ({ steps }: Plan): number =>
  steps.reduce(
    (sum, { retry, matrix }) => sum + (matrix ? 3 : 1) * retry.backoffMs * (2 ** retry.max - 1),
    0,
  );

/** One process without faults that runs some operations at once; all it does takes virtual time only. */
class Calm {
  readonly #random: Random;
  readonly #timeline: Timeline;
  readonly #runner: Runner;
  readonly #scripts: readonly Script[];
  /** Time in which it is known that something happens: nothing may last longer than all of it together. */
  #busyMs = 0;

  constructor(seed: number) {
    this.#random = randomOf(seed);
    this.#timeline = new Timeline(this.#random);
    this.#scripts = Array.from({ length: 1 + this.#random.below(3) }, () => randomScript(this.#random));
    const clock = this.#timeline.clockOf({ name: 'calm', skewMs: 0, alive: true, frozenUntil: 0 });
    this.#runner = createRunner({
      clock,
      pollMs: POLL_MS,
      leaseMs: POLL_MS,
      store: this.#slow(createMemoryStorage({ clock }).operations, clock),
      slots: 1 + this.#random.below(3),
      trees: () => ({ plan: small, inputs: {} }),
      executors: {
        x: {
          specVersion: 'v1',
          name: 'x',
          execute: async ({ stepId, attempt, operation }, { signal }) => {
            const ms = this.#random.below(2_000);
            this.#busyMs += ms;
            await clock.sleep(ms, signal);
            const script = this.#scripts[Number(operation.inputs.at ?? -1)];
            return attempt <= (script?.failures(stepId) ?? 0)
              ? { status: 'failed', error: { code: 'X', message: 'no' }, retryable: true }
              : { status: 'succeeded', outputs: {} };
          },
        },
      },
    });
  }

  /** @returns how much longer it took than it can be busy, in milliseconds; 0 or less is well */
  async idleMs(): Promise<number> {
    const from = this.#timeline.now;
    let open = this.#scripts.length;
    let endedAt = from;
    for (const [at, script] of this.#scripts.entries())
      void this.#run(script, at).then(() => {
        open -= 1;
        endedAt = this.#timeline.now;
      });
    await this.#timeline.run(() => open === 0);
    expect(open).toBe(0);
    await this.#runner.close();
    return endedAt - from - this.#busyMs;
  }

  async #run(script: Script, at: number): Promise<Operation> {
    const plan = withWaits(script);
    this.#busyMs += ASK_MS + REST_MS + backoffs(plan) + (script.cancelAfterMs ?? 0);
    const runner = this.#runner;
    const { id: operationId } = await runner.start({ tenantId, projectId: null, plan, inputs: { at } });
    if (script.cancelAfterMs !== undefined)
      this.#later(script.cancelAfterMs, () => runner.cancel({ operationId }));
    // A reader that misses a hint sees no question, and nobody answers it.
    for await (const event of runner.events({ operationId }))
      if (event.type === 'approval' && event.status === 'waiting')
        this.#later(this.#random.below(ASK_MS), () =>
          runner.decide({ operationId, step: 'ask', decision: 'approved', by: 'Ada' }).catch(() => undefined),
        );
    return runner.wait({ operationId });
  }

  /** A store that takes time, so that things happen while others wait for it. */
  #slow(store: OperationStore, clock: Clock): OperationStore {
    const pause = (): Promise<void> => {
      const ms = this.#random.below(10);
      this.#busyMs += ms;
      return clock.sleep(ms);
    };
    return new Proxy(store, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return async (...args: readonly unknown[]) => {
          await pause();
          const result: unknown = await value.apply(target, args);
          await pause();
          return result;
        };
      },
    });
  }

  #later(ms: number, action: () => unknown): void {
    this.#timeline.at(this.#timeline.now + ms, undefined, () => void action());
  }
}

test(`no wake-up is forgotten: ${SEEDS} calm runs never wait for a poll`, { timeout: 600_000 }, async () => {
  const first = Number(process.env.ORCHARD_SEED ?? 1);
  for (let seed = first; seed < first + SEEDS; seed += 1)
    expect(
      await new Calm(seed).idleMs(),
      `seed ${seed} (run it alone with ORCHARD_SEED=${seed})`,
    ).toBeLessThanOrEqual(0);
});
