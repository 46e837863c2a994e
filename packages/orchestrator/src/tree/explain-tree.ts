import type { JsonObject, Phase, Plan } from '@orchard-studio/core';
import { type TruthRow, truthTable } from './truth-table.ts';

/** One step of a plan, explained. */
export interface StepExplanation {
  readonly key: string;
  readonly name: string;
  readonly phase: Phase;
  readonly uses: string;
  readonly needs: readonly string[];
  readonly finally: boolean;
  /** Source of its condition; null when it runs once all its needs succeeded, or always for a step of `finally`. */
  readonly condition: string | null;
  /** Whether it runs once per combination of a matrix. */
  readonly matrix: boolean;
  /** Number of its wave, from 0. */
  readonly wave: number;
  readonly table: readonly TruthRow[];
}

/** What a plan does, in which order and when. Plain data. */
export interface TreeExplanation {
  readonly name: string;
  readonly maxParallel: number;
  readonly failFast: boolean;
  /** Keys of the steps that may run together, earliest first; those of `finally` come in waves of their own, last. */
  readonly waves: readonly (readonly string[])[];
  /** In the order of the plan. */
  readonly steps: readonly StepExplanation[];
}

/** A step's wave is the one after the latest of its needs. Relies on the plan's order. */
function wavesOf({ steps }: Plan): ReadonlyMap<string, number> {
  const waves = new Map<string, number>();
  let last = -1;
  let start = 0;
  for (const step of steps) {
    if (step.finally && start === 0) start = last + 1;
    const wave = step.needs.reduce((latest, need) => Math.max(latest, (waves.get(need) ?? 0) + 1), start);
    waves.set(step.key, wave);
    last = Math.max(last, wave);
  }
  return waves;
}

/**
 * Explains a plan: which steps may run together, what each waits for, and which results of its needs make it run.
 *
 * @param inputs - resolved inputs; without them, conditions that read inputs lead to `depends`.
 * @example
 * explainTree(planTree(parseTree(text))).waves; // [['check', 'lint'], ['build'], ['clean-up']]
 */
export function explainTree(plan: Plan, inputs?: JsonObject): TreeExplanation {
  const waveOf = wavesOf(plan);
  const waves: string[][] = [];
  const steps = plan.steps.map((step): StepExplanation => {
    const wave = waveOf.get(step.key) ?? 0;
    const together = waves[wave];
    if (together === undefined) waves[wave] = [step.key];
    else together.push(step.key);
    return {
      key: step.key,
      name: step.name,
      phase: step.phase,
      uses: step.uses,
      needs: step.needs,
      finally: step.finally,
      condition: step.if,
      matrix: step.matrix !== null,
      wave,
      table: truthTable(step, inputs),
    };
  });
  const { name, maxParallel, failFast } = plan;
  return { name, maxParallel, failFast, waves, steps };
}
