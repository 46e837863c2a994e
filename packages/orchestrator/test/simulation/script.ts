import { type Plan, planSchema, type StepStatus } from '@orchard-studio/core';
import type { Random } from './random.ts';

/** A tree, and how often each of its steps fails. */
export interface Script {
  readonly plan: Plan;
  /** By step, or by combination of a matrix: how often it fails before it would succeed. */
  readonly failures: (stepId: string) => number;
  /** Somebody cancels it after this time. */
  readonly cancelAfterMs: number | undefined;
}

const CONDITIONS = [null, null, null, 'always()', 'failure()', 'success()', '1 == 2'];

export function randomScript(random: Random): Script {
  const main = 1 + random.below(8);
  const count = main + random.below(3);
  const failures = new Map<string, number>();
  const pick = <T>(items: readonly T[]): T | undefined => items[random.below(items.length)];
  const steps = Array.from({ length: count }, (_value, index) => {
    const last = index >= main;
    const first = last ? main : 0;
    const before = Array.from({ length: index - first }, (_need, other) => `s${first + other}`);
    const key = `s${index}`;
    const size = random.chance(0.2) ? 1 + random.below(3) : 0;
    for (const id of [key, `${key}.0`, `${key}.1`, `${key}.2`])
      failures.set(id, random.chance(0.25) ? random.below(3) : 0);
    return {
      key,
      name: key,
      phase: 'implement' as const,
      needs: before.filter(() => random.chance(0.35)),
      finally: last,
      if: pick(CONDITIONS) ?? null,
      uses: 'x',
      with: {},
      env: {},
      matrix:
        size === 0
          ? null
          : {
              values: { n: Array.from({ length: size }, (_member, at) => at) },
              failFast: false,
              maxParallel: random.chance(0.3) ? 1 : null,
            },
      retry: { max: random.below(3), backoffMs: random.below(2_000) },
      timeoutMs: 3_600_000,
      continueOnError: random.chance(0.15),
      weight: 1,
    };
  });
  const plan = planSchema.parse({
    version: 1,
    name: 'sim',
    steps,
    maxParallel: 1 + random.below(4),
    failFast: random.chance(0.15),
  });
  return {
    plan,
    failures: (stepId) => failures.get(stepId) ?? 0,
    cancelAfterMs: random.chance(0.2) ? random.below(20_000) : undefined,
  };
}

interface Known {
  readonly status: StepStatus;
  readonly result: 'success' | 'failure' | 'skipped';
  readonly failureAbove: boolean;
}

/** Whether the end depends on what came first: with a cancel, or when one failure ends the rest. */
export const isOpenEnded = ({ plan, cancelAfterMs }: Script): boolean =>
  plan.failFast || cancelAfterMs !== undefined;

/** How every step must end: worked out step by step, with none of the runner's code. */
export function expectedEnd({ plan, failures }: Script): ReadonlyMap<string, StepStatus> {
  const known = new Map<string, Known>();
  const all = new Map<string, StepStatus>();
  let mainFailed = false;
  for (const step of plan.steps) {
    const needs = step.needs.flatMap((key) => known.get(key) ?? []);
    const above = needs.some((need) => need.failureAbove || need.result === 'failure');
    const failure: boolean = above || (step.finally && mainFailed);
    const allWell = needs.every(({ result }) => result === 'success');
    const runs: boolean | undefined = {
      none: step.finally || allWell,
      'always()': true,
      'failure()': failure,
      'success()': !failure && !needs.some(({ result }) => result === 'skipped'),
      '1 == 2': false,
    }[step.if ?? 'none'];
    const fails = (id: string): boolean => failures(id) > step.retry.max;
    const members = step.matrix === null ? [] : memberIds(step);
    const failed = members.length === 0 ? fails(step.key) : members.some(fails);
    const status: StepStatus = runs !== true ? 'skipped' : failed ? 'failed' : 'succeeded';
    all.set(step.key, status);
    if (runs === true) for (const id of members) all.set(id, fails(id) ? 'failed' : 'succeeded');
    const counts: boolean = status === 'failed' && !step.continueOnError;
    mainFailed ||= counts && !step.finally;
    const result = status === 'skipped' ? 'skipped' : counts ? 'failure' : 'success';
    known.set(step.key, { status, result, failureAbove: above });
  }
  return all;
}

function memberIds({ key, matrix }: Plan['steps'][number]): readonly string[] {
  const values = matrix === null || typeof matrix.values === 'string' ? undefined : matrix.values.n;
  return Array.isArray(values) ? values.map((_value, at) => `${key}.${at}`) : [];
}
