import type { JsonObject, Matrix, PlanInput } from '@orchard-studio/core';
import type { TreeStrategy } from './matrix-schema.ts';
import type { Tree } from './schema.ts';
import type { StepFact } from './tree-facts.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DEFAULT_TIMEOUT_MS = 30 * MINUTE_MS;
const DEFAULT_BACKOFF_MS = 1_000;

/** Steps that wait for something else than an executor have time limits of their own. */
const WAITING_TIMEOUT_MS: ReadonlyMap<string, number> = new Map([
  ['approval', 24 * HOUR_MS],
  ['wait', 7 * 24 * HOUR_MS],
  ['tree', 24 * HOUR_MS],
]);

type PlanStepInput = PlanInput['steps'][number];

function toMatrix({ matrix, 'max-parallel': maxParallel, 'fail-fast': failFast }: TreeStrategy): Matrix {
  const { include = [], exclude = [], ...values } = typeof matrix === 'string' ? {} : matrix;
  return {
    values: typeof matrix === 'string' ? matrix : values,
    include,
    exclude,
    maxParallel: maxParallel ?? null,
    failFast: failFast ?? true,
  };
}

function timeoutOf({ timeout, uses }: StepFact['step'], tree: Tree): number {
  return timeout ?? WAITING_TIMEOUT_MS.get(uses ?? '') ?? tree.defaults?.timeout ?? DEFAULT_TIMEOUT_MS;
}

/** One step of the plan: defaults filled in, words of the file turned into those of the plan. */
export function toPlanStep(tree: Tree, { key, section, step, needs }: StepFact): PlanStepInput {
  const { defaults } = tree;
  const retry = step.retry ?? defaults?.retry;
  const parameters: JsonObject = { ...step.with, ...(step.run === undefined ? {} : { command: step.run }) };
  return {
    key,
    name: step.name ?? key,
    phase: step.phase ?? 'implement',
    needs: [...needs],
    finally: section === 'finally',
    if: step.if ?? null,
    uses: step.uses ?? 'shell',
    with: parameters,
    env: { ...defaults?.env, ...step.env },
    outputs: step.outputs ?? null,
    matrix: step.strategy === undefined ? null : toMatrix(step.strategy),
    retry: {
      max: retry?.max ?? 0,
      backoffMs: retry?.backoff ?? DEFAULT_BACKOFF_MS,
      ...(retry?.on === undefined ? {} : { on: retry.on }),
    },
    timeoutMs: timeoutOf(step, tree),
    continueOnError: step['continue-on-error'] ?? false,
    keepCheckpoint: step.checkpoint ?? true,
    pool: step.pool ?? defaults?.pool ?? 'default',
    weight: step.weight ?? 1,
  };
}
